package dev.headwater.media.hub;

import java.util.ArrayDeque;
import java.util.Queue;

/** One thing at a time: what a task causes while it runs, on the same loop, comes after it. Confined to that loop. */
final class Turns {
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean busy;

    /** Now, or when those before it are over. */
    void take(Runnable task) {
        if (busy) {
            later.add(task);
            return;
        }
        busy = true;
        try {
            task.run();
        } finally {
            takeThoseThatWait();
        }
    }

    private void takeThoseThatWait() {
        try {
            for (var next = later.poll(); next != null; next = later.poll()) {
                next.run();
            }
        } finally {
            busy = false;
        }
    }
}
