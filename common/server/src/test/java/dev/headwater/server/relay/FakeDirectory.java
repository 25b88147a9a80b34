package dev.headwater.server.relay;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory that says what the test wants, at once or late, and counts how often it is asked. */
final class FakeDirectory implements StreamDirectory {
    private @Nullable StreamRecord record;
    private @Nullable RuntimeException failure;
    private @Nullable List<Promise<Optional<StreamRecord>>> unanswered;
    private int finds;

    void says(StreamRecord now) {
        record = now;
    }

    void saysNothing() {
        record = null;
    }

    void fails(@Nullable RuntimeException now) {
        failure = now;
    }

    void fallsSilent() {
        unanswered = new ArrayList<>();
    }

    /** Answers what it was asked in its silence, and says so from now on. */
    void speaks(StreamRecord now) {
        record = now;
        var late = Objects.requireNonNull(unanswered);
        unanswered = null;
        late.forEach(promise -> promise.complete(Optional.of(now)));
    }

    int finds() {
        return finds;
    }

    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        finds++;
        if (unanswered != null) {
            Promise<Optional<StreamRecord>> answer = Promise.promise();
            unanswered.add(answer);
            return answer.future();
        }
        return failure == null ? Future.succeededFuture(Optional.ofNullable(record)) : Future.failedFuture(failure);
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        throw new AssertionError("a pull claims nothing");
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord announced) {
        throw new AssertionError("a pull announces nothing");
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord owned, long aboveEpoch) {
        throw new AssertionError("a pull raises nothing");
    }

    @Override
    public Future<Void> release(StreamRecord released) {
        throw new AssertionError("a pull releases nothing");
    }

    @Override
    public Future<Void> bury(StreamRecord buried) {
        throw new AssertionError("a pull buries nothing");
    }

    @Override
    public Future<Void> reunited() {
        throw new AssertionError("a pull owns nothing");
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        throw new AssertionError("the registry watches, not the pull");
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        throw new AssertionError("a pull lists nothing");
    }
}
