package dev.headwater.rtmp.chunk;

import static dev.headwater.rtmp.chunk.MessageHeader.FULL;
import static dev.headwater.rtmp.chunk.MessageHeader.NOTHING_NEW;
import static dev.headwater.rtmp.chunk.MessageHeader.SAME_LENGTH;
import static dev.headwater.rtmp.chunk.MessageHeader.SAME_STREAM;

/** What the peer knows of one of our chunk streams: the last header. */
final class OutgoingChunkStream {
    private boolean begun;
    private boolean deltaSent;
    private int timestamp;
    private int delta;
    private int length;
    private int typeId;
    private int streamId;

    /**
     * Chooses the shortest header that every peer understands alike, and remembers the message as sent.
     *
     * <p>Time that goes back or leaps so far that its difference would need an extended timestamp gets a full header.
     * Format 3 only repeats a difference that was spelled out: right behind a full header peers do not agree what it
     * means.
     */
    int next(int timestamp, int length, int typeId, int streamId) {
        int delta = timestamp - this.timestamp;
        int format;
        if (!begun || streamId != this.streamId || delta < 0 || delta >= MessageHeader.EXTENDED) {
            format = FULL;
        } else if (length != this.length || typeId != this.typeId) {
            format = SAME_STREAM;
        } else {
            format = deltaSent && delta == this.delta ? NOTHING_NEW : SAME_LENGTH;
        }
        begun = true;
        deltaSent = format != FULL;
        this.timestamp = timestamp;
        this.delta = delta;
        this.length = length;
        this.typeId = typeId;
        this.streamId = streamId;
        return format;
    }

    /** Milliseconds between the last two messages. */
    int delta() {
        return delta;
    }
}
