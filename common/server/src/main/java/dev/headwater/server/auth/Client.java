package dev.headwater.server.auth;

import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.tracing.Trace;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Who asks. {@link #toString} shows the address alone: the rest may hold tokens.
 *
 * @param address the client's own, not a proxy's
 * @param id as the log of this node names the connection, for callbacks; empty if there is no more of it than a request
 * @param user whose password it has proved; empty if it was not asked for one
 * @param query of the address that it connected to, raw, empty if there was none; secret
 * @param tcUrl that address; empty if the protocol has none; secret
 * @param pageUrl the page that holds the player, as the client says; empty if it says nothing
 * @param swfUrl the player's program, as the client says; empty if it says nothing
 * @param flashVer the client's program, as it says; empty if it says nothing
 * @param trace of its way in
 */
public record Client(
        InetAddress address,
        String id,
        String user,
        String query,
        String tcUrl,
        String pageUrl,
        String swfUrl,
        String flashVer,
        Trace trace) {
    /** The same, who has proved a user's password. */
    public Client as(String provedUser) {
        return new Client(address, id, provedUser, query, tcUrl, pageUrl, swfUrl, flashVer, trace);
    }

    /** The same, whose one query says what others put at the address that they connect to. */
    Client withQuery(String itsQuery) {
        return new Client(address, id, user, itsQuery, tcUrl, pageUrl, swfUrl, flashVer, trace);
    }

    /** The same on any of its connections. */
    Client withoutId() {
        return new Client(address, "", user, query, tcUrl, pageUrl, swfUrl, flashVer, Trace.NONE);
    }

    /** A parameter of the address that it connected to. Secret. Empty if it is not there or has no value. */
    public Optional<String> parameter(String name) {
        return Attempt.parameter(query, name);
    }

    @Override
    public String toString() {
        return PeerAddress.text(address);
    }
}
