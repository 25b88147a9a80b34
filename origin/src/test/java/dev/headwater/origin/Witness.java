package dev.headwater.origin;

import dev.headwater.cluster.ForwardingDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Epoch;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory, and what it answers to a node's owners and to who looks for a name. Thread-safe. */
final class Witness extends ForwardingDirectory {
    private final String nodeId;
    private final Consumer<Call> history;

    Witness(String nodeId, StreamDirectory real, Consumer<Call> history) {
        super(real);
        this.nodeId = nodeId;
        this.history = history;
    }

    static Epoch epoch(StreamRecord record) {
        return new Epoch(record.epoch(), record.originId());
    }

    /** One of a kind for each claim, for as long as a node that is started again has a later time. */
    static String claimOf(StreamRecord record) {
        return "%s at %d ms".formatted(record.originId(), record.startedAt().toEpochMilli());
    }

    @Override
    public Future<StreamRecord> announce(StreamRecord record) {
        return heard(record, System.nanoTime(), super.announce(record));
    }

    @Override
    public Future<StreamRecord> raise(StreamRecord record, long aboveEpoch) {
        return heard(record, System.nanoTime(), super.raise(record, aboveEpoch));
    }

    private Future<StreamRecord> heard(StreamRecord record, long from, Future<StreamRecord> answer) {
        return answer.onSuccess(standing -> {
            Outcome outcome = standing.isSameClaim(record)
                    ? new Outcome.Confirmed(epoch(standing))
                    : new Outcome.Lost(epoch(record), epoch(standing));
            tell(claimOf(record), record.key(), from, outcome);
        });
    }

    @Override
    public Future<Optional<StreamRecord>> find(StreamKey key) {
        long from = System.nanoTime();
        return super.find(key)
                .onSuccess(found -> tell("who asks", key, from, new Outcome.Found(found.map(Witness::epoch))));
    }

    private void tell(String publisher, StreamKey key, long from, Outcome outcome) {
        history.accept(new Call(nodeId, publisher, key.toString(), from, System.nanoTime(), outcome));
    }
}
