package dev.headwater.loadtest.process;

import java.io.IOException;

/** Ends a child of ours with the process that started it, however that process died. */
public final class ParentWatch {
    /** Set by {@link OwnProgram}: standard input is a pipe from the parent that nobody writes to. */
    static final String PROPERTY = "headwater.ends-with-stdin";

    private ParentWatch() {}

    /** Watches standard input on a thread of its own, in a JVM that {@link OwnProgram} names. No effect in any other. */
    public static void startIfAsked() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::exitAtEndOfInput);
        }
    }

    private static void exitAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written: only the end tells us something.
            }
        } catch (IOException e) {
            // The pipe broke: the parent is gone as well.
        }
        System.exit(0); // as orderly as SIGTERM: the node's own shutdown runs
    }
}
