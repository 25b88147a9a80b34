package dev.headwater.media.hub;

import java.util.ArrayDeque;
import java.util.Queue;

/** Runs one task at a time: what a task causes while it runs, on the same loop, is run after it and not within. Confined to that loop. */
final class Trampoline {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean busy;

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
