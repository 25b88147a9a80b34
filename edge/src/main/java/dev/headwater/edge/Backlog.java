package dev.headwater.edge;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next origin needs to go on with a stream: the newest headers, and the group of pictures that began while there was
 * no origin. What came before that group is missed and counted: a part of it was delivered already. Bounded by the cache's
 * limits, and for all forwards together by {@link BacklogRoom}. Confined to the publisher's event loop.
 */
final class Backlog {
    /** A stream without key frames moves, and goes on, without one after this. */
    static final Duration KEY_PATIENCE = Duration.ofSeconds(10);

    /** Sound alone for this long: the stream has no picture for now. */
    private static final long PICTURE_GONE_MS = 5_000;

    private final StreamHeaders headers = new StreamHeaders();
    private final GopCache gop;
    private final int maxBytes;
    private final BacklogRoom room;
    private boolean hasPicture;
    private boolean soundAlone; // since the last picture
    private long soundAloneMs; // when it began to be
    private boolean away;
    private long held;
    private long roomTaken;
    private long missed;

    Backlog(ForwardSettings settings, BacklogRoom room) {
        this.gop = new GopCache(settings.gopDuration(), this::maxBytes);
        this.maxBytes = (int) Math.min(settings.gopBytes(), settings.maxPendingBytes() / 2);
        this.room = room;
    }

    /** A key frame is kept until the next frame even if there is no room: there may be an origin that waits for it. */
    private int maxBytes() {
        return room.isFull() && !gop.isEmpty() ? 0 : maxBytes;
    }

    /** There is no origin from now on. */
    void begin() {
        if (!away) {
            away = true;
            missed = 0;
        }
    }

    /**
     * A frame of the publisher. False if it may go to the origin, were there one: it is no header that the backlog brings
     * itself, nor one that has to be missed.
     */
    boolean keeps(MediaFrame frame) {
        boolean isHeader = headers.offer(frame) != StreamHeaders.Offer.NOT_A_HEADER;
        if (!isHeader) {
            headers.passed(frame);
            lookForPicture(frame);
        }
        if (!away) {
            return false;
        }
        gop.add(frame, headers.all());
        takeRoom();
        if (!isHeader) {
            held++;
        }
        if (gop.isEmpty()) {
            missed += held;
            held = 0;
        } else if (gop.frames().size() == 1) {
            missed += held - 1;
            held = 1;
        }
        return true;
    }

    /** By the clock of the sound, which may be hours from that of the picture. */
    private void lookForPicture(MediaFrame frame) {
        if (frame.kind() == FrameKind.VIDEO) {
            hasPicture = true;
            soundAlone = false;
        } else if (frame.kind() == FrameKind.AUDIO) {
            if (!soundAlone) {
                soundAlone = true;
                soundAloneMs = frame.timestampMs();
            }
            long sinceMs = (int) (frame.timestampMs() - soundAloneMs); // timestamps wrap at 32 bits
            hasPicture &= Math.abs(sinceMs) <= PICTURE_GONE_MS;
        }
    }

    /** Whether the stream may move to another origin with this frame: at a key frame, or without a picture. */
    boolean mayMoveAt(MediaFrame frame) {
        return GopCache.isKeyFrame(frame) || (!hasPicture && frame.kind() != FrameKind.VIDEO);
    }

    /** Whether the stream can go on now: at a key frame, or it has no picture to wait for. */
    boolean isReady() {
        return !hasPicture || !gop.isEmpty();
    }

    /** There is an origin again: what it has to be sent before all else. */
    List<MediaFrame> end() {
        away = false;
        var first = new ArrayList<MediaFrame>();
        long startMs = gop.isEmpty() ? 0 : gop.frames().getFirst().timestampMs();
        for (MediaFrame header : gop.isEmpty() ? headers.all() : gop.headers()) {
            first.add(StreamHeaders.at(header, gop.isEmpty() ? header.timestampMs() : startMs));
        }
        first.addAll(gop.frames());
        if (gop.isEmpty()) {
            missed += held;
        }
        forget();
        return first;
    }

    /** What is kept is of use to nobody. */
    void forget() {
        gop.clear();
        takeRoom();
        held = 0;
    }

    private void takeRoom() {
        room.add(gop.bytes() - roomTaken);
        roomTaken = gop.bytes();
    }

    /** Frames of the last time without an origin that none will get. */
    long missed() {
        return missed;
    }
}
