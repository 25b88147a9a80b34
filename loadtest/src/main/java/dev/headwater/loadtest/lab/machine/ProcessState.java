package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process (proc(5), /proc/pid/stat). */
public enum ProcessState {
    GONE,
    STOPPED,
    ALIVE;

    public static ProcessState of(long pid) {
        try {
            return read(Files.readString(Path.of("/proc/%d/stat".formatted(pid))));
        } catch (IOException gone) {
            return GONE;
        }
    }

    /** The state is the letter behind the name, which stands in brackets and may hold anything. */
    static ProcessState read(String stat) {
        int afterName = stat.lastIndexOf(')') + 2;
        return switch (afterName < stat.length() ? stat.charAt(afterName) : 'X') {
            case 'T', 't' -> STOPPED;
            case 'Z', 'X' -> GONE; // a zombie does nothing any more
            default -> ALIVE;
        };
    }

    /** Freezes it: SIGSTOP. Blocks until the signal is sent. */
    public static void stop(long pid) {
        Program.require(Tool.KILL.path(), "-STOP", Long.toString(pid));
    }

    /** Lets it go on: SIGCONT. */
    public static void resume(long pid) {
        Program.require(Tool.KILL.path(), "-CONT", Long.toString(pid));
    }
}
