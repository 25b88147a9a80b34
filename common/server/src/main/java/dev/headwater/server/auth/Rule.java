package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;

/** One way to be let in. Thread-safe. */
@FunctionalInterface
public interface Rule {
    /** A failed future is our fault, or that of somebody whom the rule asked: it denies. Completes on any thread. */
    Future<Opinion> of(Attempt attempt);

    /** Whether people may have chosen what it takes, so that somebody might find it by trying; else it is beyond that. */
    default boolean isGuessable() {
        return false;
    }

    /** Whether a client that has just connected shows what this judges by: then it need not be asked for anything else. */
    default boolean isShownBy(Client client) {
        return false;
    }

    /** The same rule by what is here already, for who is not to make others wait. */
    default Rule atOnce() {
        return this;
    }

    /** What a rule says. */
    sealed interface Opinion {
        /** It is enough that one rule says so. */
        record Allow(StreamKey name) implements Opinion {}

        /** @param explanation quotes nothing secret */
        record Deny(Denial denial, String explanation) implements Opinion {}

        /** The attempt has nothing of what the rule judges by. */
        record Pass() implements Opinion {}
    }
}
