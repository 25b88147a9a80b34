package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * In how much of the time some task waited for a processor (the kernel's PSI). A machine that is busy with something else
 * makes any server look bad.
 */
public final class CpuPressure {
    private static final Path FILE = Path.of("/proc/pressure/cpu");
    private static final Pattern SOME = Pattern.compile("some .*total=(\\d+)");

    private final long startNanos = System.nanoTime();
    private final OptionalLong startMicros = waitedMicros();

    private CpuPressure() {}

    /** Measures from now on. */
    public static CpuPressure start() {
        return new CpuPressure();
    }

    /** The share of the time since the start, 0 to 1. Empty where the kernel does not tell. */
    public OptionalDouble share() {
        var now = waitedMicros();
        if (startMicros.isEmpty() || now.isEmpty()) {
            return OptionalDouble.empty();
        }
        double elapsedMicros = (System.nanoTime() - startNanos) / (double) TimeUnit.MICROSECONDS.toNanos(1);
        return OptionalDouble.of(Math.clamp((now.getAsLong() - startMicros.getAsLong()) / elapsedMicros, 0, 1));
    }

    private static OptionalLong waitedMicros() {
        try {
            return read(String.join("\n", Files.readAllLines(FILE)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong read(String text) {
        var some = SOME.matcher(text);
        return some.find() ? OptionalLong.of(Long.parseLong(some.group(1))) : OptionalLong.empty();
    }
}
