package dev.headwater.origin;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.ClaimTimes;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** A directory whose answers wait for the test. */
final class FakeDirectory implements StreamDirectory {
    private final LongSupplier nanoTime;
    private final ClaimTimes times = new ClaimTimes();
    private StreamDirectory real;
    private final List<Runnable> unanswered = new ArrayList<>();
    private final List<Runnable> stuck = new ArrayList<>();
    private Future<Void> reunited = Future.succeededFuture();
    private boolean holding;
    private boolean silent;
    private boolean away;
    private boolean raisesFail;
    private int raises;

    /** @param nanoTime by which records run out */
    FakeDirectory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.real = empty();
    }

    /** What is written from now on takes effect at once, and its answers wait. */
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

    /** What is asked from now on waits, as it does where the key is at a silent member. */
    void fallSilent() {
        silent = true;
    }

    /** The silent member is given up: another carries out what waits, the newest first. */
    void giveUp() {
        silent = false;
        List<Runnable> waiting = List.copyOf(stuck).reversed();
        stuck.clear();
        waiting.forEach(Runnable::run);
    }

    /** This node was given up, and does not know. @return to be completed when it is with the others again */
    Promise<Void> apart() {
        Promise<Void> merged = Promise.promise();
        reunited = merged.future();
        return merged;
    }

    /** It is the one of the other half of a split, where {@code record} has stood and was released. */
    void mergeInto(StreamRecord record) {
        forget();
        real.announce(record);
        real.release(record);
    }

    /** Loses all records, as a cluster does whose origins are all gone. */
    void forget() {
        real = empty();
    }

    private StreamDirectory empty() {
        return new LocalStreamDirectory(Succession.DEFAULT, nanoTime, times);
    }

    void goAway() {
        away = true;
    }

    /** Nothing can be raised from now on. */
    void failRaises() {
        raisesFail = true;
    }

    int raises() {
        return raises;
    }

    StreamRecord standing(StreamKey key) {
        return real.find(key).result().orElseThrow();
    }

    private <T> Future<T> ask(Function<StreamDirectory, Future<T>> call) {
        if (silent) {
            Promise<T> promise = Promise.promise();
            stuck.add(() -> ask(call).onComplete(promise));
            return promise.future();
        }
        return away ? Future.failedFuture(new DirectoryUnavailableException("the test says so")) : call.apply(real);
    }

    private <T> Future<T> write(Function<StreamDirectory, Future<T>> call) {
        Future<T> answer = ask(call);
        if (!holding) {
            return answer;
        }
        Promise<T> promise = Promise.promise();
        unanswered.add(() -> answer.onComplete(promise));
        return promise.future();
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        return write(directory -> directory.claim(request));
    }

    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        return ask(directory -> directory.latest(key));
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return write(directory -> directory.announce(record));
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        raises++;
        if (raisesFail) {
            return Future.failedFuture(new DirectoryUnavailableException("the test says so"));
        }
        return write(directory -> directory.raise(record, aboveEpoch));
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return write(directory -> directory.release(record));
    }

    @Override
    public Future<Void> bury(StreamRecord record) {
        return write(directory -> directory.bury(record));
    }

    @Override
    public Future<Void> reunited() {
        return reunited;
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
