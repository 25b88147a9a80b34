package dev.headwater.server.thumbnail;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvWriter;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * A picture that needs no other, with what its decoder is set up by.
 *
 * @param header the sequence header, of codecs that have one
 */
record KeyFrame(Optional<MediaFrame> header, MediaFrame frame) {
    /** An FLV file of the one picture. */
    byte[] flv() {
        var out = Unpooled.buffer();
        FlvWriter.encodeHeader(false, true, out);
        header.ifPresent(found -> FlvWriter.encodeTag(found.at(0), out));
        FlvWriter.encodeTag(frame.at(0), out);
        return ByteBufUtil.getBytes(out);
    }
}
