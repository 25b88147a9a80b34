package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.lab.ChildSide;
import dev.headwater.testkit.lab.MemberSight;
import dev.headwater.testkit.lab.Seat;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member in a process of its own, which can be frozen and killed. */
public final class MemberProcess {
    static final String GRANTED = "granted";

    private static final String NOBODY = "-";

    private MemberProcess() {}

    /** @param args a {@link Seat}, then the announce interval and the record's and the tombstone's life in ms */
    public static void main(String[] args) throws Exception {
        List<Duration> times = Seat.rest(args).stream()
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .toList();
        var succession = new Succession(times.get(0), times.get(1), times.get(2));
        HazelcastCluster member = HazelcastCluster.join(TestSettings.of(Seat.of(args), succession))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        ChildSide.serve(
                MemberSight.of(member.hazelcast()),
                command -> obey(member, command.toArray(String[]::new)).toCompletionStage());
        member.terminate(); // the parent is gone
        System.exit(0);
    }

    private static Future<List<String>> obey(HazelcastCluster member, String[] fields) {
        return switch (fields[0]) {
            case "claim" ->
                member.streams()
                        .claim(Records.claim(
                                new StreamKey("live", fields[1]),
                                fields[2],
                                ClaimPolicy.valueOf(fields[3]),
                                Long.parseLong(fields[4])))
                        .map(MemberProcess::fields);
            case "find" ->
                member.streams()
                        .find(new StreamKey("live", fields[1]))
                        .map(found -> found.map(MemberProcess::fields).orElse(List.of(NOBODY)));
            case "announce" -> member.streams().announce(record(fields, 1)).map(MemberProcess::fields);
            case "release" -> member.streams().release(record(fields, 1)).map(List.of());
            case "reunited" -> member.streams().reunited().map(List.of());
            default -> Future.failedFuture(new IOException("unknown command " + fields[0]));
        };
    }

    private static List<String> fields(Claim claim) {
        List<String> fields = new ArrayList<>();
        switch (claim) {
            case Claim.Granted granted -> {
                fields.add(GRANTED);
                fields.addAll(fields(granted.record()));
            }
            case Claim.HeldBy held -> {
                fields.add("held");
                fields.addAll(fields(held.record()));
            }
        }
        return fields;
    }

    static List<String> fields(StreamRecord record) {
        return List.of(
                record.key().name(),
                record.originId(),
                record.relayHost(),
                Integer.toString(record.relayPort()),
                Long.toString(record.epoch()),
                Long.toString(record.startedAt().toEpochMilli()),
                Long.toString(record.timelineStartMs()),
                Long.toString(record.timelineMs()));
    }

    static Optional<StreamRecord> found(String[] fields) {
        return fields[0].equals(NOBODY) ? Optional.empty() : Optional.of(record(fields, 0));
    }

    static StreamRecord record(String[] fields, int at) {
        return new StreamRecord(
                new StreamKey("live", fields[at]),
                fields[at + 1],
                fields[at + 2],
                Integer.parseInt(fields[at + 3]),
                Long.parseLong(fields[at + 4]),
                Instant.ofEpochMilli(Long.parseLong(fields[at + 5])),
                Long.parseLong(fields[at + 6]),
                Long.parseLong(fields[at + 7]),
                "west",
                "",
                "");
    }
}
