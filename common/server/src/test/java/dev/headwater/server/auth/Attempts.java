package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Future;
import java.net.InetAddress;

/** Attempts as tests make them. */
final class Attempts {
    private Attempts() {}

    static final Callbacks NO_CALLBACKS = new NoCallbacks();

    /** Asks nobody. */
    static class NoCallbacks implements Callbacks {
        @Override
        public boolean authorisesConnect(String app, boolean byHttp) {
            return false;
        }

        @Override
        public Future<Opinion> authoriseConnect(ConnectRequest request) {
            return Future.succeededFuture(new Opinion.Pass());
        }

        @Override
        public boolean mayRename(String app) {
            return false;
        }

        @Override
        public void disconnected(ConnectRequest request, long receivedBytes, long sentBytes) {
            // nobody was asked
        }

        @Override
        public void abandoned(Attempt attempt, StreamKey name, String reason) {
            // nobody was asked
        }

        @Override
        public UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use) {
            return UseListener.NONE;
        }

        @Override
        public Future<Opinion> of(Attempt attempt) {
            return Future.succeededFuture(new Opinion.Pass());
        }
    }

    /** @param name with its query, as a client sends it */
    static Attempt publish(String app, String name) {
        return attempt(Action.PUBLISH, app, name, "", "192.0.2.1");
    }

    /** @param name with its query, as a client sends it */
    static Attempt play(String app, String name) {
        return attempt(Action.PLAY, app, name, "", "192.0.2.1");
    }

    static Attempt from(String address, Attempt attempt) {
        return attempt(
                attempt.action(), attempt.asked().app(), attempt.asked().name() + "?" + attempt.query(), "", address);
    }

    static Attempt attempt(Action action, String app, String name, String connectQuery, String address) {
        int mark = name.indexOf('?');
        return new Attempt(
                action,
                new StreamKey(app, mark < 0 ? name : name.substring(0, mark)),
                mark < 0 ? "" : name.substring(mark + 1),
                new Client(InetAddress.ofLiteral(address), "1", "", connectQuery, "", "", "", "", Trace.NONE));
    }
}
