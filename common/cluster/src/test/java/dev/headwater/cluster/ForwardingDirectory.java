package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Another directory, but for what is overridden. */
public class ForwardingDirectory implements StreamDirectory {
    private final StreamDirectory real;

    public ForwardingDirectory(StreamDirectory real) {
        this.real = real;
    }

    @Override
    public Future<Claim> claim(ClaimRequest request) {
        return real.claim(request);
    }

    @Override
    public Future<Optional<StreamRecord>> latest(StreamKey key) {
        return real.latest(key);
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return real.announce(record);
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return real.raise(record, aboveEpoch);
    }

    @Override
    public Future<Void> release(StreamRecord record) {
        return real.release(record);
    }

    @Override
    public Future<Void> bury(StreamRecord record) {
        return real.bury(record);
    }

    @Override
    public Future<Void> reunited() {
        return real.reunited();
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
