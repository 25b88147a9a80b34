package dev.headwater.server.foreign;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.rtmp.RtmpClient;
import dev.headwater.testkit.Patience;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RTMPS against a server whose certificate nobody has signed but itself. */
class ForeignConnectorTest {
    private static final String PASSWORD = "changeit";
    private static final int C0_AND_C1 = 1 + 1536;

    private final Vertx vertx = Vertx.vertx();
    private final LoopContexts contexts = new LoopContexts(vertx);
    private final ConcurrentLinkedQueue<Buffer> received = new ConcurrentLinkedQueue<>();
    private PfxOptions store;
    private int port;

    @BeforeEach
    void listen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .start();
        assertThat(keytool.waitFor()).isZero();
        // both read it when it is still there
        store = new PfxOptions()
                .setValue(vertx.fileSystem().readFileBlocking(file.toString()))
                .setPassword(PASSWORD);
        var server = vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(store))
                .connectHandler(socket -> socket.handler(received::add));
        port = done(server.listen(0, "localhost")).actualPort();
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    private Future<RtmpClient> connect(String host, UnaryOperator<NetClientOptions> trust) {
        return connect(RelayUrl.parse("rtmps://" + host + ":" + port + "/app/name"), trust);
    }

    private Future<RtmpClient> connect(RelayUrl url, UnaryOperator<NetClientOptions> trust) {
        var connector = new ForeignConnector(
                vertx,
                contexts,
                () -> new ForeignSettings(SessionLimits.DEFAULTS, Patience.LIMIT, Patience.LIMIT, 16 << 10),
                1,
                trust);
        var type = RtmpClient.Events.class;
        var unheard = type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
        return connector.connect(contexts.nextLoop(), url, unheard);
    }

    @Test
    void aCertificateThatTheJdkDoesNotTrustIsRefused() {
        assertThatThrownBy(() -> done(connect("localhost", trusted -> trusted))).hasMessageContaining("SSL");
        assertThat(received).isEmpty();
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> done(connect("127.0.0.1", options -> options.setTrustOptions(store))))
                .hasMessageContaining("SSL");
        assertThat(received).isEmpty();
    }

    @Test
    void aServerAtAnAddressThatWasLookedUpIsStillHeldAgainstItsName() throws Exception {
        var address = InetAddress.ofLiteral("127.0.0.1");
        var url = RelayUrl.parse("rtmps://localhost:" + port + "/app/name").at(address);
        assertThat(url.tcUrl()).isEqualTo("rtmps://localhost:" + port + "/app");
        done(connect(url, options -> options.setTrustOptions(store)));
        var other =
                RelayUrl.parse("rtmps://nowhere.invalid:" + port + "/app/name").at(address);
        assertThatThrownBy(() -> done(connect(other, options -> options.setTrustOptions(store))))
                .hasMessageContaining("SSL");
    }

    @Test
    void overTlsTheHandshakeIsThatOfRtmp() throws Exception {
        done(connect("localhost", options -> options.setTrustOptions(store)));
        await().until(() -> received.stream().mapToInt(Buffer::length).sum() == C0_AND_C1);
        assertThat(received.element().getByte(0)).isEqualTo((byte) 3);
    }
}
