package dev.headwater.server.config;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stream at a server that is none of ours. {@link #toString} shows no more than the server: app, name and query may hold keys.
 *
 * @param tls {@code rtmps://}
 * @param app as for the connect; secret
 * @param name with its query, as for publish or play; secret
 * @param address where the host is, if that has been looked up and nobody shall again
 */
public record RelayUrl(boolean tls, String host, int port, String app, String name, Optional<InetAddress> address) {
    private static final Pattern FORM = Pattern.compile(
            "(rtmps?)://([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?/([^?\\s]*)/([^/\\s][^\\s]*)");
    private static final int RTMP_PORT = 1935;
    private static final int RTMPS_PORT = 443;
    private static final int MAX_PORT = 0xFFFF;

    /** @throws IllegalArgumentException if it is none; the message does not quote it */
    public static RelayUrl parse(String text) {
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        int slash = path.lastIndexOf('/');
        var form = FORM.matcher(text);
        if (!form.matches() || slash != form.end(4)) {
            throw new IllegalArgumentException("expected a URL as rtmp://host/app/name or rtmps://host/app/name");
        }
        boolean tls = form.group(1).equals("rtmps");
        int port = form.group(3) == null ? (tls ? RTMPS_PORT : RTMP_PORT) : Integer.parseInt(form.group(3));
        if (port < 1 || port > MAX_PORT || form.group(4).isEmpty()) {
            throw new IllegalArgumentException("expected a port from 1 to 65535 and an app before the name");
        }
        String host = form.group(2);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new RelayUrl(tls, bare, port, form.group(4), form.group(5), Optional.empty());
    }

    /** The same at an address; the server is still called by the name of its host. */
    public RelayUrl at(InetAddress found) {
        return new RelayUrl(tls, host, port, app, name, Optional.of(found));
    }

    /** The whole of it, but for the address. Secret. */
    public String text() {
        return tcUrl() + "/" + name;
    }

    /** For the connect object. Secret. */
    public String tcUrl() {
        return this + "/" + app;
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (tls ? "rtmps://" : "rtmp://") + shown + ":" + port;
    }
}
