package dev.headwater.media.hub;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A loop on which every write takes its time. In virtual time. */
abstract class CostlyLoop extends OneLoop {
    private final Duration cost = Duration.ofMillis(1);

    /** Takes a millisecond of the loop for each flush. */
    final class Costly implements Player {
        final FakePlayer queue = new FakePlayer();

        @Override
        public void write(ByteBuf encoded) {
            queue.write(encoded);
        }

        @Override
        public void flush() {
            nanos.addAndGet(cost.toNanos());
            queue.flush();
        }

        @Override
        public long pendingBytes() {
            return queue.pendingBytes();
        }

        @Override
        public void ended(EndReason reason) {
            queue.ended(reason);
        }
    }

    List<Costly> crowd(int size) {
        var crowd = new ArrayList<Costly>();
        for (int i = 0; i < size; i++) {
            var player = new Costly();
            crowd.add(player);
            stream.join(player, format, channel.eventLoop());
        }
        return crowd;
    }

    /** Frames every 40 ms of the wall clock, whatever the loop needs for them. */
    void play(int frames) {
        long start = nanos.get();
        for (int i = 0; i < frames; i++) {
            long due = start + Duration.ofMillis(40L * i).toNanos();
            if (nanos.get() < due) {
                pass(Duration.ofNanos(due - nanos.get()));
            }
            send(i % 25 == 0 ? key(40L * i) : inter(40L * i));
        }
        pass(Duration.ofSeconds(2));
    }

    List<Costly> watching(int players) {
        startAvcAac();
        var crowd = crowd(players);
        pass(Duration.ofSeconds(1));
        pulses.clear();
        return crowd;
    }
}
