package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to all loops that have players or taps of one stream. Confined to the stream's loop. */
final class Feeds {
    private List<LoopFeed> all = List.of(); // replaced, never changed: some drop out while a batch is handed round

    /** To whom it may concern. */
    void hand(Batch batch) {
        var current = all;
        for (int i = 0; i < current.size(); i++) {
            if (!current.get(i).hand(batch)) {
                drop(current.get(i));
            }
        }
    }

    /** Nobody gets it. */
    void miss(Batch batch) {
        all.forEach(feed -> feed.miss(batch));
    }

    /** The way to a loop, if it has members. */
    @Nullable
    LoopFeed to(EventExecutor memberLoop) {
        for (LoopFeed feed : all) {
            if (feed.loop().equals(memberLoop)) {
                return feed;
            }
        }
        return null;
    }

    LoopFeed add(LoopFeed feed) {
        var more = new ArrayList<>(all);
        more.add(feed);
        all = List.copyOf(more);
        return feed;
    }

    /** A member of that loop is gone; the group closes with its last one. */
    void leave(EventExecutor memberLoop) {
        var feed = to(memberLoop);
        if (feed != null && feed.leave()) {
            remove(feed);
            if (!feed.run(feed.group()::close)) {
                abandon(feed);
            }
        }
    }

    void end(EndReason reason) {
        var last = all;
        all = List.of();
        for (LoopFeed feed : last) {
            if (!feed.run(() -> feed.group().end(reason))) {
                abandon(feed);
            }
        }
    }

    /** Its loop has shut down. */
    void drop(LoopFeed feed) {
        remove(feed);
        abandon(feed);
    }

    private void remove(LoopFeed feed) {
        all = all.stream().filter(other -> other != feed).toList();
    }

    /** The loop takes no tasks any more; what it holds is free as soon as it has run its last. */
    private static void abandon(LoopFeed feed) {
        feed.loop().terminationFuture().addListener(terminated -> feed.group().abandon());
    }
}
