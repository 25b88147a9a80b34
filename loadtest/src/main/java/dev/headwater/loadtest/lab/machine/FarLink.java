package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

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
    private final List<Thread> inlets = new ArrayList<>();
    private final List<ScheduledThreadPoolExecutor> outlets = new ArrayList<>();
    private volatile boolean closed;

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

    /** Packets for which there was no room on the way. Not to be asked once it is closed. */
    public long dropped() {
        return dropped.addAndGet(near.missed() + far.missed());
    }

    private void carry(PacketSocket from, PacketSocket to, Duration oneWay, String way) {
        var travelling = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("far-link-out " + way).factory());
        outlets.add(travelling);
        Runnable inlet = () -> takeIn(from, frame -> travel(frame, travelling, oneWay, to));
        inlets.add(Thread.ofPlatform().daemon().name("far-link-in " + way).start(inlet));
    }

    private void takeIn(PacketSocket from, Consumer<byte[]> onFrame) {
        byte[] bytes = new byte[PacketSocket.MOST_BYTES];
        while (!closed) {
            try {
                int length = from.take(bytes);
                if (length > 0) {
                    onFrame.accept(Arrays.copyOf(bytes, length));
                }
            } catch (IOException e) {
                dropped.incrementAndGet(); // the interface is down for a moment, or for good
            }
        }
    }

    /** All travel equally long, and so in the order in which they came. */
    private void travel(byte[] frame, ScheduledThreadPoolExecutor travelling, Duration oneWay, PacketSocket to) {
        if (travelling.getQueue().size() < MOST_ON_THE_WAY) {
            var _ = travelling.schedule(() -> putOut(frame, to), oneWay.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            dropped.incrementAndGet();
        }
    }

    private void putOut(byte[] frame, PacketSocket to) {
        try {
            to.put(frame);
            carried.incrementAndGet();
        } catch (IOException e) {
            dropped.incrementAndGet();
        }
    }

    /** Packets on the way are lost. */
    @Override
    public void close() {
        closed = true;
        try {
            for (var inlet : inlets) {
                inlet.join();
            }
            for (var outlet : outlets) {
                outlet.shutdownNow();
                boolean _ = outlet.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and the descriptors stay open: a thread may still use them
            return;
        }
        near.close();
        far.close();
    }
}
