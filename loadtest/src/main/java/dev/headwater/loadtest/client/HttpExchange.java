package dev.headwater.loadtest.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;
import java.util.function.Consumer;

/** A GET, and what has come of it so far. Confined to its viewer's event loop. */
final class HttpExchange {
    private static final int FIRST_BYTES = 2_048;

    private final String path;
    private final int keepBytes;
    private final Consumer<HttpAnswer> then;
    private final long askedNanos = System.nanoTime();
    private byte[] body = {};
    private int kept;
    private long length;
    private int status;
    private long firstByteNanos;

    HttpExchange(String path, int keepBytes, Consumer<HttpAnswer> then) {
        this.path = path;
        this.keepBytes = keepBytes;
        this.then = then;
    }

    String path() {
        return path;
    }

    boolean hasBegun() {
        return status != 0;
    }

    void begin(HttpResponse response) {
        status = response.status().code();
        firstByteNanos = System.nanoTime() - askedNanos;
        body = new byte[(int) Math.min(HttpUtil.getContentLength(response, (long) FIRST_BYTES), keepBytes)];
    }

    void body(ByteBuf piece) {
        length += piece.readableBytes();
        int taken = Math.min(piece.readableBytes(), keepBytes - kept);
        if (taken > 0) {
            if (kept + taken > body.length) {
                body = Arrays.copyOf(body, Math.min(Math.max(2 * body.length, kept + taken), keepBytes));
            }
            piece.readBytes(body, kept, taken);
            kept += taken;
        }
    }

    void end() {
        finish("");
    }

    void breakOff(String reason) {
        finish(reason);
    }

    private void finish(String broken) {
        long lastByteNanos = System.nanoTime() - askedNanos;
        then.accept(new HttpAnswer(status, broken, body, kept, length, firstByteNanos, lastByteNanos));
    }
}
