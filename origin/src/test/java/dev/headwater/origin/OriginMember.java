package dev.headwater.origin;

import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Epoch;
import dev.headwater.testkit.lab.ChildJvm;
import dev.headwater.testkit.lab.LabMember;
import dev.headwater.testkit.lab.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An {@link OriginProcess} as its parent sees it, and what was told there. Thread-safe. */
final class OriginMember implements LabMember {
    private final String nodeId;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ChildJvm process;
    private volatile boolean dead;

    private OriginMember(Seat seat, List<String> args) {
        this.nodeId = seat.node();
        this.process =
                new ChildJvm(seat.node(), OriginProcess.class, args, fields -> calls.add(CallLine.parse(fields)));
    }

    /** @return completes when it is one of the cluster */
    static CompletableFuture<OriginMember> start(Seat seat, Succession succession, long seed) {
        List<String> args = new ArrayList<>(seat.args());
        args.add(Long.toString(succession.announceInterval().toMillis()));
        args.add(Long.toString(succession.recordLife().toMillis()));
        args.add(Long.toString(succession.tombstoneLife().toMillis()));
        args.add(Long.toString(seed));
        var member = new OriginMember(seat, args);
        return member.process.ready().thenApply(ready -> member);
    }

    /** What all were told there; when it is dead, its publishers are. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    boolean isDead() {
        return dead;
    }

    void tell(String command) {
        process.ask(command).join();
    }

    CompletableFuture<Optional<Epoch>> find(StreamKey key) {
        return process.ask("find", key.app(), key.name()).thenApply(answer -> CallLine.found(answer[0]));
    }

    @Override
    public String nodeId() {
        return nodeId;
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
    public void begin() {
        tell("begin");
    }

    @Override
    public void kill() {
        process.kill();
        long now = System.nanoTime();
        calls().stream()
                .filter(call -> call.outcome() instanceof Outcome.Granted)
                .forEach(call ->
                        calls.add(new Call(nodeId, call.publisher(), call.name(), now, now, new Outcome.Died())));
        dead = true;
    }

    @Override
    public Optional<ChildJvm> process() {
        return Optional.of(process);
    }
}
