package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;

/** Somebody outside who is asked, and told. Thread-safe. */
public interface Callbacks extends Rule {
    @Override
    default boolean isGuessable() {
        return true;
    }

    /**
     * Whether anybody is asked when a client connects to {@code app}.
     *
     * @param byHttp whether it connects to no app by itself
     */
    boolean greets(String app, boolean byHttp);

    /**
     * {@link Opinion.Pass} if there is nothing against a client that connects. Never fails: silence is a refusal. Completes on any
     * thread.
     */
    Future<Opinion> greet(Arrival arrival);

    /** Whether what a client of {@code app} calls a stream may be a key that only an answer turns into a name. */
    boolean mayRename(String app);

    /** {@link Access#left}. */
    void left(Arrival arrival, long receivedBytes, long sentBytes);

    /** {@link Access#turnedAway}. */
    void turnedAway(Attempt attempt, StreamKey name, String reason);

    /** {@link Access#began}. */
    Visit began(Attempt attempt, StreamKey name, long epoch, Visitor visitor);
}
