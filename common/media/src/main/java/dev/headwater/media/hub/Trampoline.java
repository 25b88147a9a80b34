package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs one task at a time on a loop: what a task causes while it runs, on that loop, is run after it and not within. Confined to the loop,
 * except for what says otherwise.
 */
final class Trampoline {
    private final EventExecutor loop;
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean busy;

    Trampoline(EventExecutor loop) {
        this.loop = loop;
    }

    /** Runs a task on the loop, later if called elsewhere. Any thread. @return false if the loop has shut down */
    boolean post(Runnable task) {
        if (loop.inEventLoop()) {
            run(task);
            return true;
        }
        try {
            loop.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Now, or when those before it are over. */
    void run(Runnable task) {
        if (busy) {
            later.add(task);
            return;
        }
        busy = true;
        try {
            task.run();
        } finally {
            runThoseThatWait();
        }
    }

    private void runThoseThatWait() {
        try {
            for (var next = later.poll(); next != null; next = later.poll()) {
                next.run();
            }
        } finally {
            busy = false;
        }
    }
}
