package dev.headwater.server.role;

import dev.headwater.media.StreamKey;

/**
 * Somebody wants to play.
 *
 * @param query what followed the {@code ?} of the stream name, raw, empty if nothing did; secret, never logged
 * @param peer the client's address, for logs
 */
public record PlayRequest(StreamKey key, String query, String peer) {}
