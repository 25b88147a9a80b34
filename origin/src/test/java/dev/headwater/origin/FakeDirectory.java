package dev.headwater.origin;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory whose answers wait for the test: what is asked takes effect at once. */
final class FakeDirectory implements StreamDirectory {
    private StreamDirectory real = new LocalStreamDirectory();
    private final List<Runnable> unanswered = new ArrayList<>();
    private boolean holding;
    private boolean away;
    private int raises;

    /** Answers wait from now on. */
    void holdAnswers() {
        holding = true;
    }

    int unanswered() {
        return unanswered.size();
    }

    /** Gives the answer to the call of this place in the order of calls. */
    void answer(int index) {
        unanswered.remove(index).run();
    }

    /** Gives all answers and holds none back any more. */
    void answerAll() {
        holding = false;
        List.copyOf(unanswered).forEach(Runnable::run);
        unanswered.clear();
    }

    /** Loses all records, as a cluster does whose origins are all gone. */
    void forget() {
        real = new LocalStreamDirectory();
    }

    void goAway() {
        away = true;
    }

    int raises() {
        return raises;
    }

    StreamRecord standing(StreamKey key) {
        return real.find(key).result().orElseThrow();
    }

    private <T> Future<T> answer(Future<T> answer) {
        Promise<T> promise = Promise.promise();
        if (holding) {
            unanswered.add(() -> answer.onComplete(promise));
        } else {
            answer.onComplete(promise);
        }
        return promise.future();
    }

    private <T> Future<T> failure() {
        return answer(Future.failedFuture(new DirectoryUnavailableException("the test says so")));
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        return away ? failure() : answer(real.claim(request));
    }

    @Override
    public Future<Optional<StreamRecord>> find(StreamKey key) {
        return real.find(key);
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return away ? failure() : answer(real.announce(record));
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        raises++;
        return away ? failure() : answer(real.raise(record, aboveEpoch));
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return away ? failure() : answer(real.release(record));
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        return real.watch(listener);
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        return real.streams();
    }
}
