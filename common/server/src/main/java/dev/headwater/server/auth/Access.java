package dev.headwater.server.auth;

import io.vertx.core.Future;

/** Decides who may publish and play. Thread-safe. */
@FunctionalInterface
public interface Access {
    /** For ports whose callers were judged where they came in. */
    Access DECIDED = attempt -> Future.succeededFuture(new Verdict.Allowed(attempt.asked()));

    /** A failed future is our fault, never the client's. Completes on any thread: hop. */
    Future<Verdict> decide(Attempt attempt);
}
