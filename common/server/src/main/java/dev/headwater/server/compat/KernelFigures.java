package dev.headwater.server.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What Linux tells of itself in {@code /proc}; 0 on other systems. Thread-safe; reads files. */
final class KernelFigures {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NO_NUMBER = Pattern.compile("[^0-9.]+");

    /** Of a line of {@code /proc/net/dev}, behind the name of the interface: bytes in, and bytes out. */
    private static final int RECEIVED = 0;

    private static final int SENT = 8;

    private KernelFigures() {}

    static double residentKib() {
        return lines("self/status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> numbers(line, 1)[0])
                .sum();
    }

    /** Of one, five and fifteen minutes. */
    static double[] load() {
        return first("loadavg", 3);
    }

    static double uptimeSeconds() {
        return first("uptime", 2)[0];
    }

    /** Of all processors together. */
    static double idleSeconds() {
        return first("uptime", 2)[1];
    }

    /** Bytes received and sent by all interfaces but the loopback. */
    static long[] network() {
        long received = 0;
        long sent = 0;
        for (String line : lines("net/dev")) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.substring(0, colon).strip().equals("lo")) {
                double[] figures = numbers(line.substring(colon + 1), SENT + 1);
                received += (long) figures[RECEIVED];
                sent += (long) figures[SENT];
            }
        }
        return new long[] {received, sent};
    }

    private static double[] first(String file, int count) {
        return numbers(lines(file).stream().findFirst().orElse(""), count);
    }

    /** The first numbers of a line; 0 for those that are missing. */
    private static double[] numbers(String line, int count) {
        return Arrays.copyOf(
                Arrays.stream(NO_NUMBER.split(line))
                        .filter(part -> !part.isEmpty())
                        .limit(count)
                        .mapToDouble(Double::parseDouble)
                        .toArray(),
                count);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(PROC.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
