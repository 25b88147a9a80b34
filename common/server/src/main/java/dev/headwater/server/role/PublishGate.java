package dev.headwater.server.role;

import io.vertx.core.Future;

/** Decides who may publish through this node, and what becomes of the stream. Thread-safe. */
@FunctionalInterface
public interface PublishGate {
    /** A failed future is our fault or the cluster's, never the publisher's. Completes on any thread: hop. */
    Future<PublishDecision> admit(PublishRequest request);
}
