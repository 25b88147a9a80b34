package dev.headwater.deploy.configure;

import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param host empty for every address
 */
record ListenAddress(Optional<String> host, int port) {
    private static final int RTMP_PORT = 1935;

    /** Reads {@code 1935}, {@code 10.0.0.1:1935}, {@code [::]:1935}, {@code *:1935} and addresses without a port. */
    static ListenAddress parse(String text) {
        if (text.matches("\\d{1,5}")) {
            return new ListenAddress(Optional.empty(), Integer.parseInt(text));
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort =
                colon > text.lastIndexOf(']') && text.substring(colon + 1).matches("\\d{1,5}");
        String host = (hasPort ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : RTMP_PORT;
        return new ListenAddress(host.equals("*") || host.isEmpty() ? Optional.empty() : Optional.of(host), port);
    }
}
