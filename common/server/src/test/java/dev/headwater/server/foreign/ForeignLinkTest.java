package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.testkit.Patience;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of an attempt that failed. */
class ForeignLinkTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private final class Link extends ForeignLink {
        Link(RelayUrl url) {
            super(url, failures::add);
        }

        @Override
        protected void ready() {
            // nothing is wanted of the server
        }
    }

    private int listen(Handler<NetSocket> server) {
        return vertx.createNetServer()
                .connectHandler(server)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private String failureOf(String url) {
        var contexts = new LoopContexts(vertx);
        var connector = new ForeignConnector(
                vertx,
                contexts,
                () -> new ForeignSettings(SessionLimits.DEFAULTS, Patience.LIMIT, Patience.LIMIT, 16 << 10),
                1);
        new Link(RelayUrl.parse(url)).open(connector, contexts.nextLoop());
        await().atMost(Patience.LIMIT).until(() -> !failures.isEmpty());
        return failures.getFirst();
    }

    @Test
    void aPortWhereNobodyListensIsTold() {
        var server = vertx.createNetServer()
                .connectHandler(NetSocket::close)
                .listen(0, "127.0.0.1")
                .await();
        int port = server.actualPort();
        server.close().await();
        assertThat(failureOf("rtmp://127.0.0.1:" + port + "/app/KEY"))
                .startsWith("no connection to rtmp://127.0.0.1:" + port + ": ")
                .contains("Connection refused")
                .doesNotContain("KEY");
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsTold() {
        int port = listen(socket -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertThat(failureOf("rtmps://127.0.0.1:" + port + "/app/KEY")).contains("not an SSL/TLS record");
    }

    @Test
    void aServerThatHangsUpIsTold() {
        int port = listen(NetSocket::close);
        assertThat(failureOf("rtmp://127.0.0.1:" + port + "/app/KEY"))
                .isEqualTo("the connection is gone: closed by the other side");
    }

    @Test
    void aServerThatBreaksTheProtocolIsTold() {
        int port = listen(socket -> socket.write(Buffer.buffer(new byte[] {9})));
        assertThat(failureOf("rtmp://127.0.0.1:" + port + "/app/KEY"))
                .startsWith("the connection is gone: ")
                .contains("version");
    }

    @Test
    void aServerWritesNoLinesOfTheLog() {
        var at = RelayUrl.parse("rtmp://127.0.0.1/app/KEY");
        new Link(at).streamRefused(1, new Status("error", "x\n12:00 INFO drained\u001b[2J", "", Map.of()));
        new Link(at).streamRefused(1, new Status("error", "y".repeat(1_000_000), "", Map.of()));
        assertThat(failures.getFirst()).isEqualTo("the stream was refused: x?12:00 INFO drained?[2J");
        assertThat(failures.getLast()).hasSizeLessThan(300);
    }
}
