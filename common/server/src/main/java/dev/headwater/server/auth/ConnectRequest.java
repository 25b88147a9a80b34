package dev.headwater.server.auth;

/**
 * A client connects, and has not said what it wants.
 *
 * @param app as in {@code rtmp://host/app}, without query; what the client will want may be of another
 * @param isEncoder whether it says that it is to publish
 */
public record ConnectRequest(String app, Client client, boolean isEncoder) {
    /** The same, by somebody who has proved a user's password. */
    public ConnectRequest by(String user) {
        return new ConnectRequest(app, client.as(user), isEncoder);
    }

    @Override
    public String toString() {
        return "connect to " + app + " by " + client;
    }
}
