package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Callbacks that answer when the test does, and keep what they are told. */
final class SlowCallbacks extends Attempts.NoCallbacks {
    private final boolean greets;
    final List<Promise<Rule.Opinion>> asked = new ArrayList<>();
    final List<String> turnedAway = new ArrayList<>();
    final List<String> left = new ArrayList<>();

    /** @param greets whether they are asked when a client connects */
    SlowCallbacks(boolean greets) {
        this.greets = greets;
    }

    @Override
    public boolean greets(String app, boolean byHttp) {
        return greets;
    }

    @Override
    public Future<Rule.Opinion> greet(Arrival arrival) {
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
    public void turnedAway(Attempt attempt, StreamKey name, String reason) {
        turnedAway.add(name + " " + reason);
    }

    @Override
    public void left(Arrival arrival, long receivedBytes, long sentBytes) {
        left.add(arrival.app());
    }
}
