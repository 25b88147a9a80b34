package dev.headwater.server.launch;

import dev.headwater.server.config.NodeConfig;
import java.util.Map;
import java.util.Optional;

/** Names the key of a port that is taken: what the operating system says names nothing. */
final class PortInUse {
    private PortInUse() {}

    /** @param what that did not start, unless {@code cause} says it */
    static StartException explain(String what, Throwable cause, NodeConfig config) {
        var failure = StartException.of(what, cause);
        if (!StartException.isAddressInUse(failure)) {
            return failure;
        }
        String part = String.valueOf(failure.getMessage()).split(":", 2)[0];
        var ports = Map.of(
                "rtmp", "rtmp.port=" + config.rtmp().port(),
                "rtmps", "rtmps.port=" + config.rtmps().port(),
                "https", "https.port=" + config.https().port(),
                "relay", "relay.port=" + config.relay().port(),
                "http", "http.port=" + config.http().port(),
                "management", "management.port=" + config.management().port(),
                "control",
                        "management.srs-port=" + config.management().srsPort().orElse(0),
                "cluster", "cluster.event-bus-port=" + config.cluster().eventBusPort());
        return Optional.ofNullable(ports.get(part))
                .map(port -> new StartException(port + ": the port is in use", failure))
                .orElse(failure);
    }
}
