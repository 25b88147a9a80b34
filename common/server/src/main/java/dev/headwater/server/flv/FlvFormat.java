package dev.headwater.server.flv;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvWriter;
import dev.headwater.media.flv.HevcTags;
import dev.headwater.media.hub.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Frames as FLV tags, framed: the same bytes for every player who wants the same. Frames that are not wanted become nothing.
 * Thread-safe.
 *
 * @param hevc the form of HEVC's tags
 */
record FlvFormat(Framing framing, Tracks tracks, HevcTags hevc) implements WireFormat {
    @Override
    public String name() {
        return framing == Framing.WEB_SOCKET ? "ws-flv" : "http-flv";
    }

    @Override
    public boolean hasVideo() {
        return tracks.has(FrameKind.VIDEO);
    }

    /** What a player gets first, framed; the caller owns it. The flags say what the stream has, as far as it is wanted. */
    ByteBuf header(boolean audio, boolean video) {
        var out = Unpooled.buffer(FlvWriter.HEADER_BYTES + framing.maxBytes());
        framing.begin(FlvWriter.HEADER_BYTES, out);
        FlvWriter.encodeHeader(audio && tracks.has(FrameKind.AUDIO), video && tracks.has(FrameKind.VIDEO), out);
        framing.end(out);
        return out;
    }

    @Override
    public int encodedSize(MediaFrame frame) {
        return tracks.has(frame.kind())
                ? framing.maxBytes() + FlvWriter.encodedSize(frame) + HevcTags.MAX_GROWTH_BYTES
                : 0;
    }

    @Override
    public void encode(MediaFrame frame, ByteBuf out) {
        if (tracks.has(frame.kind())) {
            var written = hevc.apply(frame);
            framing.begin(FlvWriter.encodedSize(written), out);
            FlvWriter.encodeTag(written, out);
            framing.end(out);
        }
    }
}
