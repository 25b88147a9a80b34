package dev.headwater.server.publish;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.UseLifecycle;
import java.util.concurrent.TimeUnit;

/** What has come of a publisher's media so far. Confined to the client's event loop. */
final class PublishedMedia {
    private final ClientHandle handle;
    private final UseLifecycle lifecycle;
    private long frames;
    private long bytes;
    private long mediaFrames;
    private boolean hasPicture;
    private boolean isPlayable;

    PublishedMedia(ClientHandle handle, UseLifecycle lifecycle) {
        this.handle = handle;
        this.lifecycle = lifecycle;
    }

    /** One frame, as in {@link Publish#media}. */
    void add(FrameKind kind, int timestamp, byte[] payload) {
        frames++;
        bytes += payload.length;
        hasPicture |= kind == FrameKind.VIDEO;
        mediaFrames += kind == FrameKind.DATA ? 0 : 1;
        if (!isPlayable && isKeyFrame(kind, timestamp, payload)) {
            playable("first key frame");
        }
    }

    /** To be called now and then: sound alone is all that comes of some. */
    void look() {
        if (!isPlayable && mediaFrames > 0 && !hasPicture) {
            playable("sound alone");
        }
    }

    /** Players have something to begin with. */
    private void playable(String what) {
        isPlayable = true;
        handle.note(what, TimeUnit.NANOSECONDS.toMillis(lifecycle.nanos()) + " ms after publish");
        handle.wayIn().end();
    }

    /** Whether the stream may go on elsewhere with this frame: one without a picture may at any. */
    boolean mayEndBefore(FrameKind kind, int timestamp, byte[] payload) {
        return !hasPicture || isKeyFrame(kind, timestamp, payload);
    }

    private static boolean isKeyFrame(FrameKind kind, int timestamp, byte[] payload) {
        return GopCache.isKeyFrame(MediaFrame.of(kind, Integer.toUnsignedLong(timestamp), payload));
    }

    /** Of audio and video. */
    long mediaFrames() {
        return mediaFrames;
    }

    long frames() {
        return frames;
    }

    /** Of payload. */
    long bytes() {
        return bytes;
    }
}
