package dev.headwater.server.auth;

import dev.headwater.server.auth.Rule.Opinion;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a connection was authorised for: the app that it connected to, and further apps of which it wanted something. Whoever authorises
 * connects to one of those is asked about it once, and hears that it has gone. Thread-safe.
 */
public final class ConnectionAuth {
    /** Of a connection that wants something of more apps each further one is asked each time, and hears at once that it has gone. */
    static final int MOST_APPS = 16;

    private final ConnectRequest request;
    private final ConcurrentMap<ConnectRequest, Future<Opinion>> further = new ConcurrentHashMap<>();
    private volatile @Nullable Consumer<ConnectRequest> gone;

    /** @param request as it connected */
    public ConnectionAuth(ConnectRequest request) {
        this.request = request;
    }

    public ConnectRequest request() {
        return request;
    }

    /**
     * The opinion about it where it wants something of another app.
     *
     * @param ask asks for it; a refusal is asked for anew the next time
     * @param tell somebody who let it in that it has gone
     */
    Future<Opinion> authorise(
            ConnectRequest other, Function<ConnectRequest, Future<Opinion>> ask, Consumer<ConnectRequest> tell) {
        var known = further.get(other);
        if (known != null) {
            return known;
        }
        if (further.size() >= MOST_APPS) {
            return ask.apply(other).onComplete(opinion -> {
                if (isLetIn(opinion)) {
                    tell.accept(other);
                }
            });
        }
        Promise<Opinion> opinion = Promise.promise();
        var asked = opinion.future();
        var before = further.putIfAbsent(other, asked);
        if (before != null) {
            return before;
        }
        ask.apply(other).onComplete(result -> {
            if (!isLetIn(result)) {
                further.remove(other);
            }
            opinion.handle(result);
            var late = gone;
            if (late != null) {
                leave(other, asked, late);
            }
        });
        return asked;
    }

    /**
     * It has gone.
     *
     * @param tell those who let it in, now or as soon as they have
     */
    void disconnected(Consumer<ConnectRequest> tell) {
        gone = tell;
        tell.accept(request);
        further.forEach((other, opinion) -> leave(other, opinion, tell));
    }

    /** Whoever takes it away tells of it. */
    private void leave(ConnectRequest other, Future<Opinion> opinion, Consumer<ConnectRequest> tell) {
        if (isLetIn(opinion) && further.remove(other, opinion)) {
            tell.accept(other);
        }
    }

    /** Not, if the answer is still to come. */
    private static boolean isLetIn(AsyncResult<Opinion> opinion) {
        return opinion.succeeded() && opinion.result() instanceof Opinion.Pass;
    }
}
