package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a process uses, as the kernel counts it (proc(5)), and what it may use. Blocks the caller. */
public final class ProcessFigures {
    /** Of user and system in /proc/pid/stat, counted from the field behind the name. */
    private static final int USER_AT = 11;

    private static final int SYSTEM_AT = 12;

    /** A clock tick, as the kernel counts for programs; sysconf(_SC_CLK_TCK) is 100 on every Linux that there is. */
    private static final Duration TICK = Duration.ofMillis(10);

    private ProcessFigures() {}

    /** The processor time that it has used so far, in user and in kernel mode. */
    public static Duration cpu(long pid) {
        try {
            return readCpu(Files.readString(Path.of("/proc/%d/stat".formatted(pid))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Duration readCpu(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        return TICK.multipliedBy(Long.parseLong(fields[USER_AT]) + Long.parseLong(fields[SYSTEM_AT]));
    }

    /** How many files and sockets it has open. */
    public static long openDescriptors(long pid) {
        try (var open = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words before a command that let it open no more than that many. A JVM would lift a limit that is not hard. */
    public static List<String> limitingDescriptors(int limit) {
        return List.of(Tool.PRLIMIT.path(), "--nofile=%d:%d".formatted(limit, limit));
    }
}
