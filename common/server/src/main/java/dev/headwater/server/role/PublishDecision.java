package dev.headwater.server.role;

import dev.headwater.rtmp.message.StatusCode;

/** The answer to a publish request. */
public sealed interface PublishDecision {
    /** The stream is the publisher's. */
    record Granted(Publication publication) implements PublishDecision {}

    /** The publisher is told {@code code} and {@code reason} and is closed. */
    record Refused(StatusCode code, String reason) implements PublishDecision {}
}
