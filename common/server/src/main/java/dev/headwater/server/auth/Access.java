package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;

/** Decides who may publish and play. Thread-safe. */
@FunctionalInterface
public interface Access {
    /** For ports whose callers were judged where they came in. */
    Access DECIDED = attempt -> Future.succeededFuture(new Verdict.Allowed(attempt.asked()));

    /**
     * What a client is told when it connects, before it has said what it wants: most come in. A failed future is our fault.
     * Completes on any thread: hop.
     */
    default Future<Greeting> greet(Arrival arrival) {
        return Future.succeededFuture(Greeting.comeIn());
    }

    /**
     * A client that was greeted and came in has gone. Any thread; must not block.
     *
     * @param receivedBytes of its connection, of whatever kind, and so {@code sentBytes}
     */
    default void left(Guest guest, long receivedBytes, long sentBytes) {}

    /**
     * Of a client that connects to no app, as by HTTP: whoever greets those that do greets it first. A failed future is our fault,
     * never the client's. Completes on any thread: hop.
     */
    Future<Verdict> decide(Attempt attempt);

    /**
     * The same for a client that was greeted. What it publishes or plays may be of another app than it connected to, as
     * {@link StreamKey#parse} cuts the path: then whoever greets those that connect to that app greets it first, once.
     */
    default Future<Verdict> decide(Attempt attempt, Guest greeted) {
        return decide(attempt);
    }

    /** The same as {@link #decide(Attempt)} for who only looks, and is gone with the answer: whoever was asked hears of that, too. */
    default Future<Verdict> glance(Attempt attempt) {
        return decide(attempt);
    }

    /**
     * Somebody who was let in will not begin: there is no room, or no stream, or he is gone. Any thread; must not block.
     *
     * @param name of the stream, which may be another than was asked for
     */
    default void turnedAway(Attempt attempt, StreamKey name, String reason) {}

    /**
     * Somebody who was let in has begun. Called on the visitor's event loop; must not block.
     *
     * @param name of the stream, which may be another than was asked for
     * @param epoch of the publication; 0 if a player came before it was known
     */
    default Visit began(Attempt attempt, StreamKey name, long epoch, Visitor visitor) {
        return Visit.UNHEARD;
    }
}
