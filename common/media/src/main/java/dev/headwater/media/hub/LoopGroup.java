package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The players of one stream on one event loop. Confined to that loop, but for {@link #offer}, {@link #attached} and {@link
 * #end}, which the stream's loop calls.
 */
final class LoopGroup {
    private final LiveStream stream;
    private final EventExecutor loop;
    private final StreamHeaders headers = new StreamHeaders();
    private final GopCache gop;
    private final List<FormatFeed> feeds = new ArrayList<>(1);
    private final List<FrameTap> taps = new ArrayList<>(0);
    private final List<Member> waiting = new ArrayList<>(1);
    private boolean live;
    private boolean delivering;
    private boolean over;
    private @Nullable EndReason end;

    LoopGroup(LiveStream stream, EventExecutor loop) {
        this.stream = stream;
        this.loop = loop;
        this.gop =
                new GopCache(stream.settings().gopDuration(), stream.settings().gopBytes());
    }

    EventExecutor loop() {
        return loop;
    }

    // ---- from the stream's loop ---------------------------------------------------------------------------------

    /** What the stream was when this group came: its headers and group of pictures. */
    void attached(List<MediaFrame> snapshot) {
        LiveStream.onLoop(loop, () -> start(snapshot));
    }

    void offer(List<MediaFrame> frames) {
        LiveStream.onLoop(loop, () -> deliver(frames));
    }

    void end(EndReason reason) {
        LiveStream.onLoop(loop, () -> ended(reason));
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    private void start(List<MediaFrame> snapshot) {
        if (over) {
            return;
        }
        live = true;
        keep(snapshot);
        for (FrameTap tap : List.copyOf(taps)) {
            tap.frames(snapshot);
        }
        for (Member member : List.copyOf(waiting)) {
            admit(member);
        }
        waiting.clear();
    }

    private void deliver(List<MediaFrame> frames) {
        if (over) {
            return;
        }
        int restart = keep(frames);
        boolean video = hasVideo(frames);
        delivering = true;
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).deliver(frames, video, restart);
        }
        for (int i = taps.size() - 1; i >= 0; i--) {
            taps.get(i).frames(frames); // may take itself out of the list
        }
        delivering = false;
        tidy();
    }

    private static boolean hasVideo(List<MediaFrame> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).kind() == FrameKind.VIDEO) {
                return true;
            }
        }
        return false;
    }

    /** Keeps headers and group of pictures; the index at which the latter began anew, or -1. */
    private int keep(List<MediaFrame> frames) {
        int restart = -1;
        for (int i = 0; i < frames.size(); i++) {
            MediaFrame frame = frames.get(i);
            if (headers.offer(frame) == StreamHeaders.Offer.NOT_A_HEADER) {
                gop.add(frame);
                if (frame.isKeyFrame()) {
                    restart = i;
                }
            } else if (frame.isSequenceHeader()) {
                gop.clear();
            }
        }
        return restart;
    }

    // ---- players ------------------------------------------------------------------------------------------------

    void join(Member member) {
        if (member.left()) {
            return;
        }
        member.joined(this);
        if (end != null) {
            member.end(end);
        } else if (live) {
            admit(member);
        } else {
            waiting.add(member);
        }
    }

    void join(FrameTap tap) {
        if (end != null) {
            tap.ended(end);
            return;
        }
        taps.add(tap);
        if (live) {
            var soFar = new ArrayList<>(headers.all());
            soFar.addAll(gop.frames());
            tap.frames(soFar);
        }
    }

    void leave(FrameTap tap) {
        taps.remove(tap);
        tidy();
    }

    void leave(Member member) {
        waiting.remove(member);
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).members().remove(member);
        }
        tidy();
    }

    private void admit(Member member) {
        if (member.left()) {
            return;
        }
        for (int i = 0; i < feeds.size(); i++) {
            if (feeds.get(i).format().equals(member.format())) {
                feeds.get(i).join(member);
                return;
            }
        }
        var feed = new FormatFeed(member.format(), headers, gop);
        feeds.add(feed);
        feed.join(member);
    }

    /** Feeds without players cost nothing, and neither does a group without anybody. */
    private void tidy() {
        if (delivering) {
            return;
        }
        for (int i = feeds.size() - 1; i >= 0; i--) {
            if (feeds.get(i).members().isEmpty()) {
                feeds.remove(i).release();
            }
        }
        if (!over && feeds.isEmpty() && taps.isEmpty() && waiting.isEmpty()) {
            over = true;
            stream.empty(this);
        }
    }

    private void ended(EndReason reason) {
        if (end != null) {
            return;
        }
        end = reason;
        over = true;
        delivering = true; // nobody who leaves now changes the lists below
        for (FormatFeed feed : feeds) {
            for (Member member : List.copyOf(feed.members())) {
                member.end(reason);
            }
            feed.release();
        }
        feeds.clear();
        for (Member member : List.copyOf(waiting)) {
            member.end(reason);
        }
        waiting.clear();
        for (FrameTap tap : List.copyOf(taps)) {
            tap.ended(reason);
        }
        taps.clear();
        stream.empty(this);
    }
}
