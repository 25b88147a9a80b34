package dev.headwater.cluster.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A member in a process of its own, which can be frozen and killed: does what it is told by lines on its input, and answers
 * each with a line that begins with the same number. Fields are separated by tabs.
 */
public final class MemberProcess {
    private static final String NOBODY = "-";

    private MemberProcess() {}

    /**
     * @param args cluster's name, node id, real port, told port, members separated by commas, the announce interval and the
     *     record's and the tombstone's life in ms
     */
    public static void main(String[] args) throws Exception {
        var settings = new ClusterSettings(
                args[0],
                args[1],
                "west",
                "127.0.0.1",
                "127.0.0.1:" + args[3],
                Integer.parseInt(args[2]),
                0,
                Seeds.members(List.of(args[4].split(","))),
                false,
                new Succession(millis(args[5]), millis(args[6]), millis(args[7])));
        HazelcastCluster member = HazelcastCluster.join(settings)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        var merges = Merges.of(member);
        answer("ready");
        var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] fields = line.split("\t", -1);
            obey(member, merges, fields)
                    .onSuccess(text -> answer(fields[0] + "\tok\t" + text))
                    .onFailure(cause -> answer(fields[0] + "\tfailed\t" + cause));
        }
        member.terminate(); // the parent is gone
        System.exit(0);
    }

    private static Future<String> obey(HazelcastCluster member, Merges merges, String[] fields) {
        return switch (fields[1]) {
            case "claim" ->
                member.streams()
                        .claim(Records.claim(
                                new StreamKey("live", fields[2]),
                                fields[3],
                                ClaimPolicy.valueOf(fields[4]),
                                Long.parseLong(fields[5])))
                        .map(MemberProcess::text);
            case "find" ->
                member.streams()
                        .find(new StreamKey("live", fields[2]))
                        .map(found -> found.map(MemberProcess::text).orElse(NOBODY));
            case "announce" -> member.streams().announce(record(fields, 2)).map(MemberProcess::text);
            case "release" -> member.streams().release(record(fields, 2)).map(NOBODY);
            case "reunited" -> member.streams().reunited().map(NOBODY);
            case "view" -> Future.succeededFuture(member.view().members() + "\t" + merges.underWay());
            case "safe" ->
                Future.succeededFuture(Boolean.toString(
                        member.hazelcast().getPartitionService().isClusterSafe()));
            default -> Future.failedFuture(new IOException("unknown command " + fields[1]));
        };
    }

    /** A line of the log on the same output has no such beginning. */
    private static void answer(String line) {
        System.out.println("@" + line);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static String text(Claim claim) {
        return switch (claim) {
            case Claim.Granted granted -> "granted\t" + text(granted.record());
            case Claim.HeldBy held -> "held\t" + text(held.record());
        };
    }

    static String text(StreamRecord record) {
        return String.join(
                "\t",
                record.key().name(),
                record.originId(),
                record.relayHost(),
                Integer.toString(record.relayPort()),
                Long.toString(record.epoch()),
                Long.toString(record.startedAt().toEpochMilli()),
                Long.toString(record.timelineStartMs()),
                Long.toString(record.timelineMs()));
    }

    static Optional<StreamRecord> found(String[] fields, int at) {
        return fields[at].equals(NOBODY) ? Optional.empty() : Optional.of(record(fields, at));
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
