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
    boolean authorisesConnect(String app, boolean byHttp);

    /**
     * {@link Opinion.Pass} if there is nothing against a client that connects. Never fails: silence is a refusal. Completes on any
     * thread.
     */
    Future<Opinion> authoriseConnect(ConnectRequest request);

    /** Whether what a client of {@code app} calls a stream may be a key that only an answer turns into a name. */
    boolean mayRename(String app);

    /** {@link Access#disconnected}. */
    void disconnected(ConnectRequest request, long receivedBytes, long sentBytes);

    /** {@link Access#abandoned}. */
    void abandoned(Attempt attempt, StreamKey name, String reason);

    /** {@link Access#began}. */
    UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use);
}
