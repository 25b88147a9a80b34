package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.media.MediaFrame;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** From the loop of a player to a command that writes files. Thread-safe. */
final class FrameQueue implements PlayerEvents {
    /** A minute of most streams. */
    private static final int MOST_FRAMES = 10_000;

    private static final long LOOK_MS = 100;

    private final BlockingQueue<MediaFrame> frames = new ArrayBlockingQueue<>(MOST_FRAMES);
    private volatile boolean started;
    private volatile boolean overrun;
    private volatile Optional<String> end = Optional.empty();

    @Override
    public void received(int bytes) {
        // frames count
    }

    @Override
    public void started() {
        started = true;
    }

    @Override
    public void frame(MediaFrame frame) {
        overrun |= !frames.offer(frame);
    }

    @Override
    public void ended(String reason) {
        end = Optional.of(reason);
    }

    /** The next one, or none for the moment. */
    Optional<MediaFrame> next() throws InterruptedException {
        return Optional.ofNullable(frames.poll(LOOK_MS, TimeUnit.MILLISECONDS));
    }

    /** Why nothing more comes, once all that came was taken. */
    Optional<String> end() {
        return frames.isEmpty() ? end : Optional.empty();
    }

    boolean hasStarted() {
        return started;
    }

    /** Whether frames came faster than they were taken, and are lost. */
    boolean isOverrun() {
        return overrun;
    }
}
