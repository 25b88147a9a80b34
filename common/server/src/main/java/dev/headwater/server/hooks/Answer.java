package dev.headwater.server.hooks;

import dev.headwater.server.config.RelayUrl;
import java.util.Optional;

/** What a callback says. Explanations are for our log and quote nothing that came over the network but numbers. */
sealed interface Answer {
    /** @param name that the stream has from here on; empty for the one that was asked for */
    record Allow(Optional<String> name) implements Answer {}

    /** Allowed, and what is published goes to another server as well, what is played comes from there. */
    record Relay(RelayUrl there) implements Answer {}

    record Refuse(String explanation) implements Answer {}

    /** Nothing that could be understood. */
    record Unusable(String explanation) implements Answer {}

    static Answer allow() {
        return new Allow(Optional.empty());
    }

    static Answer refusedBy(int status) {
        return new Refuse("status=" + status);
    }

    default HookOutcome outcome() {
        return switch (this) {
            case Allow _, Relay _ -> HookOutcome.ALLOWED;
            case Refuse _ -> HookOutcome.REFUSED;
            case Unusable _ -> HookOutcome.UNUSABLE;
        };
    }
}
