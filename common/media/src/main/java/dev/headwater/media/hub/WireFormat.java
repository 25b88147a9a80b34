package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;

/**
 * How frames become bytes for one kind of player. Stateless and thread-safe; equal formats share encoded bytes, so
 * implementations are records or singletons.
 */
public interface WireFormat {
    /** Short name for metrics: {@code rtmp}, {@code http-flv}. */
    String name();

    /** Whether frames of video become bytes: a player who gets none waits for no key frame. */
    default boolean hasVideo() {
        return true;
    }

    /** Upper bound of what {@link #encode} appends for {@code frame}, in bytes. */
    int encodedSize(MediaFrame frame);

    /** Appends the frame to {@code out}. */
    void encode(MediaFrame frame, ByteBuf out);
}
