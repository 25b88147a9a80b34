package dev.headwater.server.flv;

import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.play.PlayService;
import dev.headwater.server.publish.PublishService;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import java.util.function.Supplier;

/**
 * What the clients of FLV over HTTP share.
 *
 * @param settings for those who come from now on
 * @param clients where they are listed
 * @param metrics of the HTTP port
 */
public record FlvService(
        Supplier<FlvSettings> settings,
        Clients clients,
        Access access,
        PortLimits limits,
        PublishGate gate,
        StreamSource source,
        PortMeters metrics) {
    PublishService publishes(FlvSettings now) {
        return new PublishService(
                Protocol.HTTP_FLV.wireName(),
                access,
                limits,
                gate,
                metrics,
                now.publisherSilence(),
                now.publisherMedia());
    }

    PlayService plays(Protocol protocol) {
        return new PlayService(protocol.wireName(), access, limits.uses(), source, metrics.plays(protocol));
    }
}
