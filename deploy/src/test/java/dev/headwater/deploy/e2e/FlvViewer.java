package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A player of FLV by HTTP or WebSocket, on one connection, that counts the pictures. Thread-safe. */
final class FlvViewer {
    private static final int PIECE_BYTES = 8 << 10;

    private final AtomicInteger pictures = new AtomicInteger();
    private final FlvReader reader = new FlvReader(1 << 20, this::count);

    private FlvViewer() {}

    private void count(MediaFrame frame) {
        if (frame.kind() == FrameKind.VIDEO && frame.isCoded()) {
            pictures.incrementAndGet();
        }
    }

    /** Until the client is closed. */
    static FlvViewer byHttp(HttpClient client, URI uri) throws IOException, InterruptedException {
        var viewer = new FlvViewer();
        var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        Thread.startVirtualThread(() -> viewer.read(answer.body()));
        return viewer;
    }

    private void read(InputStream body) {
        byte[] piece = new byte[PIECE_BYTES];
        try (body) {
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                reader.read(Unpooled.wrappedBuffer(piece, 0, read));
            }
        } catch (IOException e) {
            // its client is closed, or the server did: its pictures are counted
        }
    }

    /** Until the client is closed. */
    static FlvViewer byWebSocket(HttpClient client, URI uri) {
        var viewer = new FlvViewer();
        client.newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                        viewer.reader.read(Unpooled.wrappedBuffer(data));
                        socket.request(1);
                        return null;
                    }
                })
                .join();
        return viewer;
    }

    /** So far. */
    int pictures() {
        return pictures.get();
    }
}
