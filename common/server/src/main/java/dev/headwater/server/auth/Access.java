package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;

/** Decides who may publish and play. Thread-safe. */
@FunctionalInterface
public interface Access {
    /** For ports whose callers were judged where they came in. */
    Access AUTHORISED = attempt -> Future.succeededFuture(new Verdict.Allowed(attempt.asked()));

    /**
     * What a client is told when it connects, before it has said what it wants: most come in. A failed future is our fault.
     * Completes on any thread: hop.
     */
    default Future<ConnectVerdict> authoriseConnect(ConnectRequest request) {
        return Future.succeededFuture(ConnectVerdict.accept());
    }

    /**
     * A client whose connect was accepted has gone. Any thread; must not block.
     *
     * @param receivedBytes of its connection, of whatever kind, and so {@code sentBytes}
     */
    default void disconnected(ConnectionAuth connection, long receivedBytes, long sentBytes) {}

    /**
     * Of a client that connects to no app, as by HTTP: whoever authorises connects is asked first. A failed future is our fault,
     * never the client's. Completes on any thread: hop.
     */
    Future<Verdict> authorise(Attempt attempt);

    /**
     * The same for a client whose connect was accepted. What it publishes or plays may be of another app than it connected to, as
     * {@link StreamKey#parse} cuts the path: then whoever authorises connects to that app is asked first, once.
     */
    default Future<Verdict> authorise(Attempt attempt, ConnectionAuth connection) {
        return authorise(attempt);
    }

    /** The same as {@link #authorise(Attempt)} for who only looks, and is gone with the answer: whoever was asked hears of that, too. */
    default Future<Verdict> probe(Attempt attempt) {
        return authorise(attempt);
    }

    /**
     * Somebody who was let in will not begin: there is no room, or no stream, or he is gone. Any thread; must not block.
     *
     * @param name of the stream, which may be another than was asked for
     */
    default void abandoned(Attempt attempt, StreamKey name, String reason) {}

    /**
     * Somebody who was let in has begun. Called on its event loop; must not block.
     *
     * @param name of the stream, which may be another than was asked for
     * @param epoch of the publication; 0 if a player came before it was known
     */
    default UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use) {
        return UseListener.NONE;
    }
}
