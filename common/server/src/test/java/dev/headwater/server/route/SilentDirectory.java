package dev.headwater.server.route;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory that does not answer, as while the member is frozen that holds it. */
final class SilentDirectory implements StreamDirectory {
    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        return silence();
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        return silence();
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return silence();
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return silence();
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return silence();
    }

    @Override
    public Future<Void> bury(StreamRecord record) {
        return silence();
    }

    @Override
    public Future<Void> reunited() {
        return silence();
    }

    @Override
    public Watch watch(Consumer<DirectoryChange> listener) {
        return () -> {};
    }

    @Override
    public Future<List<StreamRecord>> streams() {
        return silence();
    }

    private static <T> Future<T> silence() {
        return Promise.<T>promise().future();
    }
}
