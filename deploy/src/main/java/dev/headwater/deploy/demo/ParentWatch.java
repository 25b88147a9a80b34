package dev.headwater.deploy.demo;

import java.io.IOException;

/** Ends a node of the demo with the process that started it, however that process died. */
public final class ParentWatch {
    /** Set by the demo: standard input is a pipe from the parent that nobody writes to. */
    static final String PROPERTY = "headwater.ends-with-stdin";

    private ParentWatch() {}

    /** Watches standard input on a thread of its own, in a JVM that the demo started. No effect in any other. */
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
