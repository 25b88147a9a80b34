package dev.headwater.origin;

import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Epoch;
import dev.headwater.testkit.history.Traffic;
import dev.headwater.testkit.lab.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The crowds of all nodes, each in the process of its node, from when all see each other. Thread-safe. */
final class OriginTraffic implements Traffic {
    private static final int LONGEST_QUESTION_SECONDS = 20;

    private final Succession succession;
    private final Random seeds;
    private final List<OriginMember> members = new CopyOnWriteArrayList<>(); // the dead, too

    OriginTraffic(Succession succession, long seed) {
        this.succession = succession;
        this.seeds = new Random(seed);
    }

    CompletableFuture<OriginMember> start(Seat seat) {
        return OriginMember.start(seat, succession, seeds.nextLong()).whenComplete((member, failure) -> {
            if (failure == null) {
                members.add(member);
            }
        });
    }

    private Stream<OriginMember> live() {
        return members.stream().filter(member -> !member.isDead());
    }

    @Override
    public List<Call> calls() {
        return members.stream().flatMap(member -> member.calls().stream()).toList();
    }

    @Override
    public void calmDown() {
        live().forEach(member -> member.tell("calm"));
    }

    @Override
    public void end() {
        live().forEach(member -> member.tell("end"));
    }

    @Override
    public int names() {
        return OriginCrowd.KEYS.size();
    }

    @Override
    public List<Call> settled() {
        List<Call> settled = new ArrayList<>();
        live().forEach(member ->
                OriginCrowd.KEYS.forEach(key -> settled(member, key).ifPresent(settled::add)));
        return settled;
    }

    private static Optional<Call> settled(OriginMember member, StreamKey key) {
        long from = System.nanoTime();
        try {
            Optional<Epoch> named = member.find(key)
                    .orTimeout(LONGEST_QUESTION_SECONDS, TimeUnit.SECONDS)
                    .join();
            return Optional.of(new Call(
                    member.nodeId(), "who asks", key.toString(), from, System.nanoTime(), new Outcome.Settled(named)));
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }
}
