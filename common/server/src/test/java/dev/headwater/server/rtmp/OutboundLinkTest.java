package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.testkit.Patience;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever lets go of a link does not wait for its connection. */
class OutboundLinkTest {
    private static final ClientSettings SESSION =
            new ClientSettings("live", "rtmp://there/live", "test", Map.of(), 4_096, 2_500_000, false);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Promise<RtmpClient> connection = Promise.promise();
    private final Link link = new Link();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private final class Link extends OutboundLink {
        Link() {
            take(connection.future());
        }

        @Override
        protected void notOpened(Throwable cause) {
            told.add(cause.getMessage());
        }

        @Override
        protected void ready() {
            told.add("ready");
        }

        @Override
        protected void closing() {
            told.add("closing");
        }

        @Override
        public void connectRefused(Status status) {
            told.add("connection refused");
        }

        @Override
        public void streamRefused(int streamId, Status status) {
            told.add("stream refused");
        }

        @Override
        public void streamEnded(int streamId, Status status) {
            told.add("ended");
        }

        @Override
        public void reconnectRequested(String tcUrl, String description) {
            told.add("to move");
        }

        @Override
        public void closed(String reason) {
            told.add("closed");
        }
    }

    @Test
    void aConnectionThatFailsIsTold() {
        connection.fail(new IOException("nobody there"));
        assertThat(told).containsExactly("nobody there");
    }

    @Test
    void aConnectionThatFailsAfterTheEndIsNotTold() {
        link.close();
        link.close();
        connection.fail(new IOException("nobody there"));
        assertThat(told).containsExactly("closing");
    }

    @Test
    void aConnectionThatComesAfterTheEndIsClosed() {
        var gone = new AtomicBoolean();
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.endHandler(nothing -> gone.set(true)))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        link.close();
        vertx.createNetClient().connect(port, "127.0.0.1").map(this::client).onComplete(connection);
        await().atMost(Patience.LIMIT).untilTrue(gone);
        assertThat(told).containsExactly("closing");
    }

    private RtmpClient client(NetSocket socket) {
        return new RtmpClient(socket, SESSION, SessionLimits.DEFAULTS, 0, link);
    }
}
