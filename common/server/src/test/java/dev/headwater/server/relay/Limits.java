package dev.headwater.server.relay;

import dev.headwater.media.hub.Hub;
import dev.headwater.server.role.Hubs;

/** The usual bounds of a stream. */
final class Limits {
    static final Hub HUB = Hubs.at(() -> 0); // nothing takes time

    private Limits() {}
}
