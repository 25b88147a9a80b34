package dev.headwater.loadtest.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where streams are: {@code rtmp://host:1935/app/name}, or {@code rtmps}, with {@code %d} in the name for the number of the stream.
 *
 * @param app all of the path but its last segment
 * @param name last segment of the path and the query
 */
public record StreamUrl(Server server, String app, String name) {
    private static final String NUMBER = "%d";
    private static final int RTMP_PORT = 1935;
    private static final int RTMPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    private static final Pattern RTMP = Pattern.compile(
            "(?<scheme>rtmps?)://(?<host>\\[[^]]+]|[^:/?\\[]+)(:(?<port>\\d{1,5}))?/(?<app>[^?]+)/(?<name>[^/?][^/?]*(\\?.*)?)");

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

        String origin() {
            return (encrypted ? "rtmps://" : "rtmp://") + authority();
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
        var url = RTMP.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException("'%s' is not like rtmp://host:1935/app/name".formatted(text));
        }
        String portText = url.group("port");
        boolean encrypted = url.group("scheme").equals("rtmps");
        int usual = encrypted ? RTMPS_PORT : RTMP_PORT;
        int port = portText == null ? usual : Integer.parseInt(portText);
        if (port == 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port %d of '%s' is not 1 to %d".formatted(port, text, MAX_PORT));
        }
        return new StreamUrl(new Server(url.group("host"), port, encrypted), url.group("app"), url.group("name"));
    }

    /** Whether there are many streams at this address. */
    public boolean isPattern() {
        return name.contains(NUMBER);
    }

    /** The address without its query, which may hold a token. */
    public String plain() {
        int query = name.indexOf('?');
        return "%s/%s/%s".formatted(server.origin(), app, query < 0 ? name : name.substring(0, query));
    }

    /** @param number of the stream, from 0 */
    public StreamAddress stream(int number) {
        return new StreamAddress(server, app, name.replace(NUMBER, String.valueOf(number)));
    }
}
