package dev.headwater.server.hooks;

import dev.headwater.server.config.RelayUrl;
import java.util.Optional;

/** What a callback says. Explanations are for our log and quote nothing that came over the network but numbers. */
sealed interface Answer {
    /** @param name that the stream has from here on; empty for the one that was asked for */
    record Allow(Optional<String> name) implements Answer {}

    /** Allowed, and to be published at another server as well while it lasts. */
    record Push(RelayUrl to) implements Answer {}

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
            case Allow _, Push _ -> HookOutcome.ALLOWED;
            case Refuse _ -> HookOutcome.REFUSED;
            case Unusable _ -> HookOutcome.UNUSABLE;
        };
    }
}
