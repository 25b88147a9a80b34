package dev.headwater.server.auth;

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

    /** A failed future is our fault, never the client's. Completes on any thread: hop. */
    Future<Verdict> decide(Attempt attempt);
}
