package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Callbacks that answer when the test does, and keep what they are told. */
final class SlowCallbacks extends Attempts.NoCallbacks {
    private final boolean authorisesConnect;
    final List<Promise<Rule.Opinion>> asked = new ArrayList<>();
    final List<String> abandoned = new ArrayList<>();
    final List<String> disconnected = new ArrayList<>();

    /** @param authorisesConnect whether they are asked when a client connects */
    SlowCallbacks(boolean authorisesConnect) {
        this.authorisesConnect = authorisesConnect;
    }

    @Override
    public boolean authorisesConnect(String app, boolean byHttp) {
        return authorisesConnect;
    }

    @Override
    public Future<Rule.Opinion> authoriseConnect(ConnectRequest request) {
        return ask();
    }

    @Override
    public Future<Rule.Opinion> of(Attempt attempt) {
        return ask();
    }

    private Future<Rule.Opinion> ask() {
        Promise<Rule.Opinion> opinion = Promise.promise();
        asked.add(opinion);
        return opinion.future();
    }

    @Override
    public void abandoned(Attempt attempt, StreamKey name, String reason) {
        abandoned.add(name + " " + reason);
    }

    @Override
    public void disconnected(ConnectRequest request, long receivedBytes, long sentBytes) {
        disconnected.add(request.app());
    }
}
