package dev.headwater.media.hub;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A player with a queue that the test drains: by default at once, at every flush. */
final class FakePlayer implements Player {
    private final List<ByteBuf> queue = new ArrayList<>();
    private final List<CountingFormat.Got> got = new CopyOnWriteArrayList<>();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private boolean reading = true;
    private int writes;
    private int flushes;

    static FakePlayer readingNothing() {
        var player = new FakePlayer();
        player.reading = false;
        return player;
    }

    /** Starts or stops reading; what waits is read at the next flush. */
    void reads(boolean now) {
        reading = now;
    }

    List<CountingFormat.Got> got() {
        return got;
    }

    List<EndReason> ends() {
        return ends;
    }

    @Nullable
    EndReason ended() {
        return ends.isEmpty() ? null : ends.getFirst();
    }

    int writes() {
        return writes;
    }

    int flushes() {
        return flushes;
    }

    int largestWrite() {
        return queue.stream().mapToInt(ByteBuf::readableBytes).max().orElse(0);
    }

    /** All that waits, in one. */
    byte[] queuedBytes() {
        byte[] all = new byte[(int) pendingBytes()];
        int at = 0;
        for (ByteBuf bytes : queue) {
            bytes.getBytes(bytes.readerIndex(), all, at, bytes.readableBytes());
            at += bytes.readableBytes();
        }
        return all;
    }

    /** Adds the distinct memory that this player's queue holds on to. */
    void addHeldMemory(Map<Object, Integer> held) {
        for (ByteBuf bytes : queue) {
            ByteBuf root = bytes;
            while (root.unwrap() != null) {
                root = root.unwrap();
            }
            held.putIfAbsent(root, root.capacity());
        }
    }

    static Map<Object, Integer> heldMemory() {
        return new IdentityHashMap<>();
    }

    /** Everything that waits is read now. */
    void drain() {
        for (ByteBuf bytes : queue) {
            got.addAll(CountingFormat.Got.read(bytes));
            bytes.release();
        }
        queue.clear();
    }

    /** Drops what waits, as a closed socket does. */
    void discard() {
        queue.forEach(ByteBuf::release);
        queue.clear();
    }

    @Override
    public void write(ByteBuf encoded) {
        writes++;
        queue.add(encoded);
    }

    @Override
    public void flush() {
        flushes++;
        if (reading) {
            drain();
        }
    }

    @Override
    public long pendingBytes() {
        return queue.stream().mapToLong(ByteBuf::readableBytes).sum();
    }

    @Override
    public void ended(EndReason reason) {
        ends.add(reason);
    }
}
