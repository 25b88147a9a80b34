package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cable on which each packet travels for a while, in both directions: what a place far away has in front of it. Kernels
 * without netem cannot make one, so frames are carried by hand, whole and in order, from one interface to another. It is no proxy:
 * connections, their windows and their losses are those of the two ends. Four threads of its own.
 */
public final class FarLink implements AutoCloseable {
    /** More than a gigabit holds in a second; a kernel drops what does not fit as well. */
    private static final int MOST_ON_THE_WAY = 100_000;

    private final PacketSocket near;
    private final PacketSocket far;
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private record Frame(long dueNanos, ByteBuffer bytes) {}

    private FarLink(PacketSocket near, PacketSocket far) {
        this.near = near;
        this.far = far;
    }

    /** @param oneWay how long a packet travels in each direction */
    static FarLink between(String near, String far, Duration oneWay) {
        try {
            var link = new FarLink(PacketSocket.open(near), PacketSocket.open(far));
            link.carry(link.near, link.far, oneWay, near + " to " + far);
            link.carry(link.far, link.near, oneWay, far + " to " + near);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets that have travelled so far, in both directions; one that is yet to be segmented counts once. */
    public long carried() {
        return carried.get();
    }

    /** Packets for which there was no room on the way. */
    public long dropped() {
        return dropped.get();
    }

    private void carry(PacketSocket from, PacketSocket to, Duration oneWay, String way) {
        var frames = new LinkedBlockingQueue<Frame>(MOST_ON_THE_WAY);
        start("far-link-in " + way, () -> takeIn(from, frames, oneWay.toNanos()));
        start("far-link-out " + way, () -> putOut(frames, to));
    }

    private void start(String name, Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(work));
    }

    private void takeIn(PacketSocket from, LinkedBlockingQueue<Frame> frames, long travelNanos) {
        byte[] bytes = new byte[PacketSocket.MOST_BYTES];
        while (!closed) {
            try {
                int length = from.take(bytes);
                if (length > 0
                        && !frames.offer(new Frame(
                                System.nanoTime() + travelNanos, ByteBuffer.wrap(Arrays.copyOf(bytes, length))))) {
                    dropped.incrementAndGet();
                }
            } catch (IOException e) {
                dropped.incrementAndGet(); // the interface is down for a moment, or for good
            }
        }
    }

    private void putOut(LinkedBlockingQueue<Frame> frames, PacketSocket to) {
        try {
            while (!closed) {
                var frame = frames.poll(200, TimeUnit.MILLISECONDS);
                if (frame == null) {
                    continue;
                }
                TimeUnit.NANOSECONDS.sleep(frame.dueNanos() - System.nanoTime());
                try {
                    to.put(frame.bytes().array());
                    carried.incrementAndGet();
                } catch (IOException e) {
                    dropped.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Packets on the way are lost. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt(); // and the descriptors stay open: a thread may still use them
            return;
        }
        near.close();
        far.close();
    }
}
