package dev.headwater.loadtest.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where streams are: {@code rtmp://host:1935/app/name}, {@code http://host:8080/app/name.flv} or {@code ws://} the same, or
 * {@code http://host:8080/app/name.m3u8}, each within TLS as well, with {@code %d} in the name for the number of the stream.
 *
 * @param app all of the path but its last segment
 * @param name last segment of the path and the query
 */
public record StreamUrl(Protocol protocol, Server server, String app, String name) {
    private static final String NUMBER = "%d";
    private static final int MAX_PORT = 65_535;

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[a-z]+)://(?<host>\\[[^]]+]|[^:/?\\[]+)(:(?<port>\\d{1,5}))?/(?<app>[^?]+)/(?<name>[^/?][^/?]*)(?<query>\\?.*)?");

    /**
     * A server by name.
     *
     * @param encrypted whether it is spoken to within TLS
     */
    public record Server(String host, int port, boolean encrypted) {
        public Server(String host, int port) {
            this(host, port, false);
        }

        String authority() {
            return host + ":" + port;
        }

        /**
         * What connections to it go through; none if they are in the clear.
         *
         * @param insecure whether any certificate will do
         */
        public Optional<TlsClient> tls(boolean insecure) {
            return encrypted ? Optional.of(TlsClient.of(this, insecure)) : Optional.empty();
        }

        /**
         * Looks the name up, and blocks meanwhile.
         *
         * @throws IllegalArgumentException if there is no such host
         */
        public InetSocketAddress resolve() {
            try {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("there is no host " + host, e);
            }
        }
    }

    /** @throws IllegalArgumentException if the text is no such address */
    public static StreamUrl parse(String text) {
        var url = URL.matcher(text);
        if (!url.matches()) {
            throw unlike(text);
        }
        String scheme = url.group("scheme");
        var protocol = Protocol.of(scheme, url.group("name")).orElseThrow(() -> unlike(text));
        boolean encrypted = protocol.isEncrypted(scheme);
        String portText = url.group("port");
        int port = portText == null ? protocol.usualPort(encrypted) : Integer.parseInt(portText);
        if (port == 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port %d of '%s' is not 1 to %d".formatted(port, text, MAX_PORT));
        }
        String query = url.group("query");
        String name = query == null ? url.group("name") : url.group("name") + query;
        return new StreamUrl(protocol, new Server(url.group("host"), port, encrypted), url.group("app"), name);
    }

    private static IllegalArgumentException unlike(String text) {
        return new IllegalArgumentException(
                "'%s' is not like rtmp://host:1935/app/name, http://host/app/name.flv, ws://host/app/name.flv or http://host/app/name.m3u8"
                        .formatted(text));
    }

    /**
     * The same, played by parts.
     *
     * @throws IllegalArgumentException if it is not played by segments
     */
    public StreamUrl lowLatency() {
        if (!protocol.isHls()) {
            throw new IllegalArgumentException(
                    "low latency is of HLS: '%s' is not like http://host/app/name.m3u8".formatted(plain()));
        }
        return new StreamUrl(Protocol.LL_HLS, server, app, name);
    }

    /** @throws IllegalArgumentException if nobody can publish to it */
    public StreamUrl requirePublishable() {
        if (protocol != Protocol.RTMP) {
            throw new IllegalArgumentException(
                    "publishers speak RTMP: '%s' is not like rtmp://host:1935/app/name".formatted(plain()));
        }
        return this;
    }

    /** Whether there are many streams at this address. */
    public boolean isPattern() {
        return name.contains(NUMBER);
    }

    /** The address without its query, which may hold a token. */
    public String plain() {
        String url = new StreamAddress(protocol, server, app, name).url();
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** @param number of the stream, from 0 */
    public StreamAddress stream(int number) {
        return new StreamAddress(protocol, server, app, name.replace(NUMBER, String.valueOf(number)));
    }
}
