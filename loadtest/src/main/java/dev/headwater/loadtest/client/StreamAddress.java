package dev.headwater.loadtest.client;

/**
 * One stream of a {@link StreamUrl}.
 *
 * @param app without slash at either end
 * @param name of the stream, with its suffix and its query if it has them
 */
public record StreamAddress(Protocol protocol, StreamUrl.Server server, String app, String name) {
    /** The address of the application, as RTMP clients send it at connect. */
    String tcUrl() {
        return "%s://%s/%s".formatted(protocol.scheme(server.encrypted()), server.authority(), app);
    }

    /** What HTTP clients ask for. */
    public String path() {
        return "/%s/%s".formatted(app, name);
    }

    /** With its query, for other programs. */
    public String url() {
        return tcUrl() + "/" + name;
    }

    /** Which stream this is at the server, whoever asks with whatever query. */
    public String key() {
        int query = name.indexOf('?');
        return server.authority() + "/" + app + "/" + (query < 0 ? name : name.substring(0, query));
    }
}
