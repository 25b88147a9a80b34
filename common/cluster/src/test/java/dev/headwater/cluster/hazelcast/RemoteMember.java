package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.lab.ChildJvm;
import dev.headwater.testkit.lab.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A {@link MemberProcess} as its parent sees it. Thread-safe. */
final class RemoteMember implements DirectoryMember {
    private final String nodeId;
    private final ChildJvm process;

    private RemoteMember(String nodeId, ChildJvm process) {
        this.nodeId = nodeId;
        this.process = process;
    }

    static CompletableFuture<RemoteMember> start(Seat seat, Succession succession) {
        List<String> args = new ArrayList<>(seat.args());
        args.add(Long.toString(succession.announceInterval().toMillis()));
        args.add(Long.toString(succession.recordLife().toMillis()));
        args.add(Long.toString(succession.tombstoneLife().toMillis()));
        var process = new ChildJvm(seat.node(), MemberProcess.class, args, news -> {});
        return process.ready().thenApply(ready -> new RemoteMember(seat.node(), process));
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public CompletableFuture<Claim> claim(StreamKey key, ClaimPolicy policy, long ownEpoch) {
        return process.ask("claim", key.name(), nodeId, policy.name(), Long.toString(ownEpoch))
                .thenApply(answer -> {
                    StreamRecord record = MemberProcess.record(answer, 1);
                    return answer[0].equals(MemberProcess.GRANTED)
                            ? new Claim.Granted(record, Optional.empty())
                            : new Claim.HeldBy(record);
                });
    }

    @Override
    public CompletableFuture<StreamRecord> announce(StreamRecord record) {
        return ask("announce", record).thenApply(answer -> MemberProcess.record(answer, 0));
    }

    @Override
    public CompletableFuture<Void> release(StreamRecord record) {
        return ask("release", record).thenApply(_ -> null);
    }

    private CompletableFuture<String[]> ask(String verb, StreamRecord record) {
        List<String> fields = new ArrayList<>(List.of(verb));
        fields.addAll(MemberProcess.fields(record));
        return process.ask(fields.toArray(String[]::new));
    }

    @Override
    public CompletableFuture<Optional<StreamRecord>> find(StreamKey key) {
        return process.ask("find", key.name()).thenApply(MemberProcess::found);
    }

    /** See {@link dev.headwater.cluster.StreamDirectory#reunited}. */
    CompletableFuture<?> reunited() {
        return process.ask("reunited");
    }

    @Override
    public CompletableFuture<Sight> sight() {
        return process.sight();
    }

    @Override
    public CompletableFuture<Boolean> safe() {
        return process.safe();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public Optional<ChildJvm> process() {
        return Optional.of(process);
    }
}
