package dev.headwater.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.server.config.CertificateFiles;
import dev.headwater.testkit.PemCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that speaks TLS, asked by the JDK's own client and by raw sockets. */
class TlsPortTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** The first bytes of a hello (RFC 8446, 4.1.2), which says that 508 follow. */
    private static final byte[] CUT_HELLO = HexFormat.of().parseHex("1603010200" + "010001fc" + "0303");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private PemCertificate first;
    private PemCertificate second;
    private CertificateStore store;
    private NetServer server;

    @BeforeEach
    void open() {
        first = PemCertificate.make(folder, "first", "EC", "one.example");
        second = PemCertificate.make(folder, "second", "RSA", "two.example", "*.many.example");
        store = new CertificateStore(vertx, List.of(files(first), files(second)));
        assertThat(store.refresh()).isTrue();
        var tls = new TlsSettings(store.served(), Optional.empty(), TIMEOUT);
        server = vertx.createNetServer(
                        new PortSettings("127.0.0.1", 0, false, Optional.of(tls)).applyTo(new NetServerOptions()))
                .exceptionHandler(failures::add)
                .connectHandler(socket -> socket.handler(socket::write))
                .listen()
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static CertificateFiles files(PemCertificate pem) {
        return new CertificateFiles(pem.chain(), pem.key());
    }

    /** Believes everybody, to see whom it talks to. */
    private static SSLContext believing() {
        var trust = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLSocket connect(String host, String version) throws IOException {
        var socket = (SSLSocket)
                believing().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.actualPort());
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(host.isEmpty() ? List.of() : List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private X509Certificate shown(String host) throws IOException {
        try (var socket = connect(host, "TLSv1.3")) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void echo(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("hello".getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
    }

    private Socket plain() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    private String fault() throws InterruptedException {
        return TlsSettings.fault(
                        Optional.ofNullable(failures.poll(5, TimeUnit.SECONDS)).orElseThrow())
                .orElse("none");
    }

    @Test
    void eachNameGetsItsCertificateAndOthersTheFirst() throws IOException {
        assertThat(shown("one.example")).isEqualTo(first.certificate());
        assertThat(shown("two.example")).isEqualTo(second.certificate());
        assertThat(shown("TWO.example")).isEqualTo(second.certificate());
        assertThat(shown("a.many.example")).isEqualTo(second.certificate());
        assertThat(shown("a.b.many.example")).isEqualTo(first.certificate());
        assertThat(shown("three.example")).isEqualTo(first.certificate());
        assertThat(shown("")).isEqualTo(first.certificate());
    }

    @Test
    void bothVersionsAreSpokenAndNoneBefore() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (var socket = connect("two.example", version)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                echo(socket);
            }
        }
        assertThatThrownBy(() -> connect("two.example", "TLSv1.1")).isInstanceOf(SSLException.class);
    }

    @Test
    void aNewCertificateIsShownFromNowOnAndNobodyIsDropped() throws IOException {
        try (var before = connect("one.example", "TLSv1.3");
                var other = connect("two.example", "TLSv1.2")) {
            var renewed = PemCertificate.make(folder, "renewed", "EC", "one.example");
            Files.move(renewed.chain(), first.chain(), StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(store::refresh)
                    .hasMessage(first + ": the key is not the certificate's"); // half of it is there
            assertThat(shown("one.example")).isEqualTo(first.certificate());

            Files.move(renewed.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(store.refresh()).isTrue();
            assertThat(store.refresh()).isFalse();
            assertThat(shown("one.example")).isEqualTo(renewed.certificate());
            assertThat(shown("two.example")).isEqualTo(second.certificate());
            echo(before);
            echo(other);
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndNotQuoted() throws IOException {
        Files.writeString(second.key(), "secret");
        assertThatThrownBy(store::refresh).hasMessage(second + ": not a certificate and its key in PEM");
        Files.delete(second.key());
        assertThatThrownBy(store::refresh).hasMessage(second.key() + ": no such file");
        assertThat(shown("two.example")).isEqualTo(second.certificate());
    }

    @Test
    void aHandshakeThatStopsIsClosedInTime() throws Exception {
        try (var silent = plain();
                var cut = plain()) {
            cut.getOutputStream().write(CUT_HELLO);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(cut.getInputStream().readAllBytes()).hasSizeLessThan(16); // an alert at most
        }
        assertThat(fault()).isEqualTo("not complete after tls.handshake-timeout");
        assertThat(fault()).isEqualTo("not complete after tls.handshake-timeout");
    }

    @Test
    void tricklingDoesNotProlongTheHandshake() throws Exception {
        long startNanos = System.nanoTime();
        try (var slow = plain()) {
            slow.setSoTimeout(50);
            boolean open = true;
            for (int i = 0; open && i < CUT_HELLO.length * 20; i++) {
                try {
                    slow.getOutputStream().write(i < CUT_HELLO.length ? CUT_HELLO[i] : 0);
                    open = slow.getInputStream().read() >= 0;
                } catch (java.net.SocketTimeoutException e) {
                    open = true; // nothing said yet
                } catch (IOException e) {
                    open = false;
                }
            }
            assertThat(open).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                .isBetween(TIMEOUT.dividedBy(2), TIMEOUT.multipliedBy(3));
    }

    @Test
    void whoDoesNotSpeakTlsIsClosed() throws Exception {
        try (var http = plain()) {
            http.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            assertThat(http.getInputStream().readAllBytes()).hasSizeLessThan(16);
        }
        assertThat(fault()).isEqualTo("the peer does not speak TLS");
    }
}
