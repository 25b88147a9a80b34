package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames that travel together from the source's loop to every loop with players. Not to be changed.
 *
 * @param keyIndex index of the last key frame, or -1
 * @param keyHeaders the stream's headers at that key frame; empty without one
 * @param headers the stream's headers after the batch
 * @param bringsHeaders whether a frame of the batch is a header
 * @param breaksGop whether frames are missing before the batch, so that it does not go on with the group of pictures so far
 * @param awaitKeys whether players that start or resume now should wait for a key frame: video is there and key frames come
 * @param bytes what it holds on to, for the hand-off's bound
 * @param stampNanos when it was handed over, by the hub's clock
 * @param sinceNanos when its first frame came, by the same clock
 * @param reason why it was handed over then
 * @param epoch of the publication that its frames are of; 0 if unknown
 * @param missed frames that this loop did not get before the batch, which then starts with all headers
 */
record Batch(
        List<MediaFrame> frames,
        int keyIndex,
        List<MediaFrame> keyHeaders,
        List<MediaFrame> headers,
        boolean bringsHeaders,
        boolean breaksGop,
        boolean awaitKeys,
        long bytes,
        long stampNanos,
        long sinceNanos,
        PulseReason reason,
        long epoch,
        int missed) {
    /** Counted for each frame beside its payload. */
    static final int FRAME_BYTES = 64;

    /** Whether a loop that missed frames can go on with this batch. */
    boolean canResume() {
        return keyIndex >= 0 || !awaitKeys;
    }

    /** This batch from its last key frame on, if it has one, for a loop that missed frames. */
    Batch after(int missedFrames) {
        if (missed > 0) { // it starts so already
            return resumed(frames, keyIndex, missed + missedFrames);
        }
        int from = Math.max(keyIndex, 0);
        var valid = valid();
        var list = new ArrayList<MediaFrame>(valid.size() + frames.size() - from);
        long startMs = frames.get(from).timestampMs();
        for (MediaFrame header : valid) {
            list.add(StreamHeaders.at(header, startMs));
        }
        list.addAll(frames.subList(from, frames.size()));
        return resumed(list, keyIndex >= 0 ? valid.size() : -1, missedFrames + from);
    }

    private Batch resumed(List<MediaFrame> all, int key, int missedFrames) {
        return new Batch(
                all,
                key,
                keyHeaders,
                headers,
                true,
                true,
                awaitKeys,
                bytes,
                stampNanos,
                sinceNanos,
                reason,
                epoch,
                missedFrames);
    }

    /** How many it has without the headers that were put before it for a loop that missed frames. */
    int ownFrames() {
        return missed > 0 ? frames.size() - valid().size() : frames.size();
    }

    /** The headers that are right for who goes on with it. */
    private List<MediaFrame> valid() {
        return keyIndex >= 0 ? keyHeaders : headers;
    }

    /** Whether no frame is missing before it. */
    boolean goesOn() {
        return !breaksGop && missed == 0;
    }

    /** Whether it can be sent as one with the batch before it. */
    boolean joins(Batch before) {
        return goesOn() && epoch == before.epoch;
    }

    /** Batches as one; all but the first {@linkplain #joins join} the one before. */
    static Batch joined(List<Batch> batches) {
        var all = new ArrayList<MediaFrame>();
        int keyIndex = -1;
        var keyHeaders = List.<MediaFrame>of();
        boolean bringsHeaders = false;
        long bytes = 0;
        for (Batch batch : batches) {
            if (batch.keyIndex >= 0) {
                keyIndex = all.size() + batch.keyIndex;
                keyHeaders = batch.keyHeaders;
            }
            all.addAll(batch.frames);
            bringsHeaders |= batch.bringsHeaders;
            bytes += batch.bytes;
        }
        var first = batches.getFirst();
        var last = batches.getLast();
        return new Batch(
                all,
                keyIndex,
                keyHeaders,
                last.headers,
                bringsHeaders,
                first.breaksGop,
                last.awaitKeys,
                bytes,
                last.stampNanos,
                first.sinceNanos,
                last.reason,
                first.epoch,
                first.missed);
    }
}
