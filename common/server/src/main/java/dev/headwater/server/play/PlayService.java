package dev.headwater.server.play;

import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.UseLimiter;
import dev.headwater.server.metrics.PlayMeters;
import dev.headwater.server.role.StreamSource;

/**
 * What the plays by one protocol on one port share.
 *
 * @param name of the port or protocol in logs: {@code rtmp}, {@code relay}, {@code http-flv}
 * @param access told of those who have begun
 * @param limiter asked when they are let in
 * @param source asked when there is room
 */
public record PlayService(String name, Access access, UseLimiter limiter, StreamSource source, PlayMeters metrics) {}
