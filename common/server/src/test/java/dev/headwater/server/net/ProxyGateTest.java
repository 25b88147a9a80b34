package dev.headwater.server.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY protocol 1 and 2 from trusted balancers (haproxy, proxy-protocol.txt, 2), and from others. */
class ProxyGateTest {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final BalancedPorts trusting = new BalancedPorts(Transport.NIO, "127.0.0.0/8");
    private static final BalancedPorts distrusting = new BalancedPorts(Transport.NIO, "10.0.0.0/8");

    @AfterAll
    static void close() {
        trusting.close();
        distrusting.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] version2(int command, int family, String addresses, byte[]... additions) {
        byte[] body = HexFormat.of().parseHex(addresses);
        int length =
                body.length + Stream.of(additions).mapToInt(each -> each.length).sum();
        var header = ByteBuffer.allocate(16 + length)
                .put(SIGNATURE)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) length)
                .put(body);
        Stream.of(additions).forEach(header::put);
        return header.array();
    }

    /** 203.0.113.9:40000 to 192.0.2.1:1935. */
    private static byte[] version2(byte[]... additions) {
        return version2(0x21, 0x11, "cb007109" + "c0000201" + "9c40" + "078f", additions);
    }

    private static byte[] addition(int type, byte[] value) {
        return ByteBuffer.allocate(3 + value.length)
                .put((byte) type)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING).filter(Transport::available);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyTransportTellsWhoCameAndWhomItMeans(Transport transport) throws IOException {
        try (var trusted = new BalancedPorts(transport, "127.0.0.1");
                var others = new BalancedPorts(transport, "192.0.2.0/24")) {
            assertThat(trusted.told(version2(), ascii("hello"))).isEqualTo("203.0.113.9:40000|hello");
            assertThat(others.told(ascii("hello"))).matches("127\\.0\\.0\\.1:\\d+\\|hello");
        }
    }

    // ---- from a trusted balancer --------------------------------------------------------------------------------

    @Test
    void version1NamesTheClient() throws IOException {
        assertThat(trusting.told(ascii("PROXY TCP4 203.0.113.9 192.0.2.1 40000 1935\r\nhello")))
                .isEqualTo("203.0.113.9:40000|hello");
        assertThat(trusting.told(ascii("PROXY TCP6 2001:db8::5 2001:db8::1 40000 1935\r\nhello")))
                .isEqualTo("[2001:db8::5]:40000|hello");
    }

    @Test
    void version2NamesTheClient() throws IOException {
        assertThat(trusting.told(version2(), ascii("hello"))).isEqualTo("203.0.113.9:40000|hello");
        String client6 = "20010db8000000000000000000000005";
        String balancer6 = "20010db8000000000000000000000001";
        assertThat(trusting.told(version2(0x21, 0x21, client6 + balancer6 + "9c40078f"), ascii("hello")))
                .isEqualTo("[2001:db8::5]:40000|hello");
    }

    @Test
    void anIpv4ClientOfAnIpv6BalancerIsAnIpv4Client() throws IOException {
        String client = "00000000000000000000ffffcb007109";
        String balancer = "00000000000000000000ffffc0000201";
        assertThat(trusting.told(version2(0x21, 0x21, client + balancer + "9c40078f")))
                .isEqualTo("203.0.113.9:40000|");
    }

    @Test
    void itIsReadAlikeHoweverItIsCut() throws IOException {
        byte[] whole = version2(addition(0x02, ascii("live.example")));
        byte[][] bytes = new byte[whole.length + 1][];
        for (int i = 0; i < whole.length; i++) {
            bytes[i] = new byte[] {whole[i]};
        }
        bytes[whole.length] = ascii("hello");
        assertThat(trusting.told(bytes)).isEqualTo("203.0.113.9:40000|hello");
    }

    @Test
    void additionsAreReadOver() throws IOException {
        byte[] unknown = addition(0xEE, new byte[300]);
        byte[] tls = addition(0x20, HexFormat.of().parseHex("0100000000" + "210007" + "544c5376312e33"));
        assertThat(trusting.told(version2(addition(0x05, ascii("an-id")), tls, unknown), ascii("hello")))
                .isEqualTo("203.0.113.9:40000|hello");
    }

    @Test
    void whatItSaysOfItselfOrOfNobodyLeavesTheAddressOfTheSocket() throws IOException {
        assertThat(trusting.told(version2(0x20, 0x00, ""), ascii("hello"))).matches("127\\.0\\.0\\.1:\\d+\\|hello");
        assertThat(trusting.told(version2(0x20, 0x11, "cb007109" + "c0000201" + "9c40078f")))
                .matches("127\\.0\\.0\\.1:\\d+\\|");
        assertThat(trusting.told(ascii("PROXY UNKNOWN\r\nhello"))).matches("127\\.0\\.0\\.1:\\d+\\|hello");
        assertThat(trusting.told(ascii("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n")))
                .matches("127\\.0\\.0\\.1:\\d+\\|");
        assertThat(trusting.told(version2(0x21, 0x00, ""))).matches("127\\.0\\.0\\.1:\\d+\\|");
        assertThat(trusting.told(version2(0x21, 0x31, "00".repeat(216)))).matches("127\\.0\\.0\\.1:\\d+\\|");
    }

    @Test
    void anHttpRequestComesFromTheClientToo() throws IOException {
        byte[] request = ascii("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(trusting.toldByHttp(version2(), request)).endsWith("\r\n203.0.113.9:40000");
        assertThat(distrusting.toldByHttp(request)).containsPattern("\r\n127\\.0\\.0\\.1:\\d+$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /index.html HTTP/1.1\r\n\r\n",
                "PROXY TCP4 203.0.113.9 192.0.2.1 40000\r\n",
                "PROXY TCP4 203.0.113.999 192.0.2.1 40000 1935\r\n",
                "PROXY TCP4 2001:db8::5 192.0.2.1 40000 1935\r\n",
                "PROXY TCP4 203.0.113.9 192.0.2.1 400000 1935\r\n",
                "proxy TCP4 203.0.113.9 192.0.2.1 40000 1935\r\n"
            })
    void whatIsNoHeaderIsClosedUnansweredWithOneLineAndOneCount(String bytes) throws IOException {
        assertRejected(ascii(bytes));
    }

    @Test
    void whatIsNoBinaryHeaderIsClosedToo() throws IOException {
        assertRejected(version2(0x11, 0x11, "cb007109" + "c0000201" + "9c40078f")); // no such version
        assertRejected(version2(0x25, 0x11, "cb007109" + "c0000201" + "9c40078f")); // no such command
        assertRejected(version2(0x21, 0x11, "cb007109")); // cut
        assertRejected(version2(addition(0x02, new byte[60_000]))); // over any sense
        assertRejected(new byte[200]); // the handshake of who does not know of the balancer
    }

    private static void assertRejected(byte[] bytes) throws IOException {
        int count = trusting.rejected("rtmp", "PROXY_HEADER");
        int lines = trusting.warnings().size();
        String answer;
        try {
            answer = trusting.told(bytes);
        } catch (IOException e) {
            answer = ""; // reset: we had not read all that it sent
        }
        assertThat(answer).isEmpty();
        await().untilAsserted(() ->
                assertThat(trusting.rejected("rtmp", "PROXY_HEADER")).isEqualTo(count + 1));
        assertThat(trusting.warnings().subList(lines, trusting.warnings().size()))
                .singleElement()
                .asString()
                .matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=PROXY_HEADER: .*");
    }

    @Test
    void whoSaysNothingOrHalfOfItIsClosedInTime() throws IOException {
        try (var silent = trusting.open();
                var slow = trusting.open()) {
            slow.getOutputStream().write(ascii("PROXY TCP4 203.0."));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(trusting.rejected("rtmp", "PROXY_TIMEOUT")).isEqualTo(2);
    }

    @Test
    void aHealthCheckThatOnlyConnectsIsNoFault() throws IOException {
        int lines = distrusting.warnings().size();
        try (var check = trusting.open()) {
            assertThat(check.isConnected()).isTrue();
        }
        assertThat(trusting.told(version2())).isEqualTo("203.0.113.9:40000|"); // it is alive
        assertThat(distrusting.warnings()).hasSize(lines);
    }

    // ---- from anybody else --------------------------------------------------------------------------------------

    @Test
    void whoIsNotTrustedNeedsNoHeader() throws IOException {
        assertThat(distrusting.told(ascii("hello"))).matches("127\\.0\\.0\\.1:\\d+\\|hello");
    }

    @Test
    void aHeaderOfWhoIsNotTrustedIsHisFirstBytesAndNothingElse() throws IOException {
        assertThat(distrusting.told(ascii("PROXY TCP4 203.0.113.9 192.0.2.1 40000 1935\r\n")))
                .matches("127\\.0\\.0\\.1:\\d+\\|PROXY TCP4 203\\.0\\.113\\.9 192\\.0\\.2\\.1 40000 1935\r\n");
        assertThat(distrusting.toldByHttp(version2())).startsWith("HTTP/1.0 400 ");
    }
}
