package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.Status;
import java.util.Optional;

/** Why another node ended a stream: its RTMP port ends the description of the status with the name of an {@link EndReason}. */
public final class ToldReason {
    private ToldReason() {}

    /** Empty if the description names none. */
    public static Optional<EndReason> of(Status status) {
        String description = status.description();
        String name = description.substring(description.lastIndexOf(' ') + 1);
        for (EndReason reason : EndReason.values()) {
            if (reason.name().equals(name)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
