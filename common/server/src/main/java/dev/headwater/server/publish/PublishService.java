package dev.headwater.server.publish;

import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.role.PublishGate;
import java.time.Duration;

/**
 * What the publishes by one protocol on one port share.
 *
 * @param name of the port or protocol in logs: {@code rtmp}, {@code relay}, {@code http-flv}
 * @param access told of those who have begun
 * @param limits asked when they are let in
 * @param gate asked when there is room
 * @param silence a publisher that sends no byte for this long is gone ({@code publish.silence-timeout})
 * @param media one that sends neither audio nor video for this long is gone, zero for never ({@code publish.media-timeout})
 */
public record PublishService(
        String name,
        Access access,
        PortLimits limits,
        PublishGate gate,
        PortMeters metrics,
        Duration silence,
        Duration media) {}
