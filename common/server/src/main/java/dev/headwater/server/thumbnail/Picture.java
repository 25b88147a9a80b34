package dev.headwater.server.thumbnail;

import io.vertx.core.buffer.Buffer;

/** A JPEG, and the entity tag by which whoever has it knows it again. */
record Picture(Buffer jpeg, String tag) {
    static Picture of(byte[] jpeg) {
        var content = Buffer.buffer(jpeg);
        return new Picture(content, "\"%08x\"".formatted(content.hashCode()));
    }
}
