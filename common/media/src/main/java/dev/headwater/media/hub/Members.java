package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Who takes a stream's frames: players, who are counted, and taps. Thread-safe; who comes and goes is let in and out on the source's loop. */
final class Members {
    private final LiveStream stream;
    private final Trampoline trampoline;
    private final Feeds feeds;
    private final LiveStream.StreamListener listener;
    private final AtomicInteger players = new AtomicInteger();

    Members(LiveStream stream, Trampoline trampoline, Feeds feeds, LiveStream.StreamListener listener) {
        this.stream = stream;
        this.trampoline = trampoline;
        this.feeds = feeds;
        this.listener = listener;
    }

    /** Those who joined and have not left. */
    int players() {
        return players.get();
    }

    // ---- who comes ----------------------------------------------------------------------------------------------

    /** See {@link LiveStream#join}. */
    LiveStream.Subscription join(Player player, WireFormat format, EventExecutor playerLoop) {
        var slot = new PlayerSlot(stream, player, format, playerLoop);
        players.incrementAndGet();
        boolean admitted = trampoline.post(() -> {
            listener.playersChanged(players.get());
            var end = stream.endReason();
            if (end != null) {
                LoopFeed.run(playerLoop, () -> slot.end(end));
            } else if (!admit(playerLoop, group -> group.join(slot))) {
                slot.abandon();
            }
        });
        if (!admitted) { // the source's loop is gone, and this stream with it
            LoopFeed.run(playerLoop, () -> slot.end(EndReason.SHUTDOWN));
        }
        return slot;
    }

    /** See {@link LiveStream#tap}. */
    Runnable tap(FrameTap tap, EventExecutor tapLoop) {
        return tap(new Tap(stream, tap, tapLoop, () -> {}));
    }

    /** See {@link LiveStream#tapForPlayers}. */
    Runnable tapForPlayers(FrameTap tap, EventExecutor tapLoop) {
        players.incrementAndGet();
        trampoline.post(() -> listener.playersChanged(players.get()));
        return tap(new Tap(stream, tap, tapLoop, this::playerOver));
    }

    private Runnable tap(Tap place) {
        var tapLoop = place.loop();
        boolean admitted = trampoline.post(() -> {
            var end = stream.endReason();
            if (end != null) {
                LoopFeed.run(tapLoop, () -> place.end(end));
            } else if (!admit(tapLoop, group -> group.join(place))) {
                place.abandon();
            }
        });
        if (!admitted) {
            LoopFeed.run(tapLoop, () -> place.end(EndReason.SHUTDOWN));
        }
        return () -> LoopFeed.run(tapLoop, place::leave);
    }

    @FunctionalInterface
    private interface Entry {
        void into(LoopGroup group);
    }

    /**
     * The members of a group are counted here, so that it cannot close while somebody is on the way to it. On the source's loop.
     *
     * @return false if the loop has shut down
     */
    private boolean admit(EventExecutor memberLoop, Entry entry) {
        var feed = feeds.to(memberLoop);
        if (feed == null) {
            feed = feeds.add(new LoopFeed(stream.group(memberLoop), stream.settings()));
        }
        feed.enter();
        var group = feed.group();
        boolean runs = feed.run(() -> entry.into(group));
        if (!runs) {
            feeds.drop(feed);
        }
        return runs;
    }

    // ---- who goes -----------------------------------------------------------------------------------------------

    /** A player's place is free again, for whatever reason. On the player's loop, or anywhere after its termination. */
    void playerOver() {
        players.decrementAndGet();
        trampoline.post(() -> listener.playersChanged(players.get()));
    }

    /** A player or tap on that loop left before the end. */
    void left(EventExecutor memberLoop) {
        trampoline.post(() -> feeds.leave(memberLoop));
    }
}
