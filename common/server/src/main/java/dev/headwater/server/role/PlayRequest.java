package dev.headwater.server.role;

import dev.headwater.media.StreamKey;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Future;

/**
 * Somebody wants to play.
 *
 * @param query for the relay port, whose callers ask by it: what followed the {@code ?} of the stream name, raw, empty if nothing did; secret, never logged
 * @param peer the client's address, for logs
 * @param withinTls whether the client came by TLS, and so wants to go on
 * @param viewer the handle to end the play with
 * @param trace below which the way to the stream is told
 * @param left completes when the player is gone, so that nobody goes on looking for its stream
 */
public record PlayRequest(
        StreamKey key, String query, String peer, boolean withinTls, Viewer viewer, Trace trace, Future<Void> left) {}
