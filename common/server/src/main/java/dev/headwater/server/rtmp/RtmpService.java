package dev.headwater.server.rtmp;

import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.play.PlayService;
import dev.headwater.server.publish.PublishService;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import java.util.function.Supplier;

/**
 * What the connections of one RTMP port share.
 *
 * @param name of the port in logs and metrics: {@code rtmp} or {@code relay}
 * @param settings for the connections that begin from now on
 * @param access asked before gate and source
 * @param limits asked between them
 */
public record RtmpService(
        String name,
        Supplier<RtmpSettings> settings,
        Access access,
        PortLimits limits,
        PublishGate gate,
        StreamSource source,
        PlayGreeting greeting,
        CallerResolver callers,
        PortMeters metrics) {
    /** Whether other nodes come here, and no clients. */
    boolean isForNodes() {
        return !greeting.equals(PlayGreeting.NONE);
    }

    /** What their publishes share. */
    PublishService publishes(RtmpSettings now) {
        return new PublishService(name, access, limits, gate, metrics, now.publisherSilence(), now.publisherMedia());
    }

    /** What their plays share. */
    PlayService plays() {
        return new PlayService(name, access, limits.uses(), source, metrics.plays(Protocol.RTMP));
    }
}
