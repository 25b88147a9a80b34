package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder;
import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClusterView;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeDirectoryContract;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamDirectoryContract;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both contracts, asked of two origins and an edge in turn. */
class HazelcastDirectoryTest implements StreamDirectoryContract, NodeDirectoryContract {
    private static final TestCluster CLUSTER = new TestCluster();
    private static final AtomicInteger TURN = new AtomicInteger();
    private static List<HazelcastCluster> members = List.of();

    @BeforeAll
    static void join() {
        members = List.of(CLUSTER.origin("o1"), CLUSTER.origin("o2"), CLUSTER.edge("e1"));
    }

    @AfterAll
    static void leave() {
        CLUSTER.close();
    }

    private static HazelcastCluster member() {
        return members.get(Math.floorMod(TURN.getAndIncrement(), members.size()));
    }

    @Override
    public StreamDirectory directory() {
        return member().streams();
    }

    @Override
    public NodeDirectory nodes() {
        return member().nodes();
    }

    @Override
    public Succession succession() {
        return TestCluster.SHORT;
    }

    @Override
    public void pass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    @Override
    public void outliveRecords() {
        // Those who call wait for what they expect.
    }

    @Test
    void everyMemberSeesThreeOfWhichTwoHoldData() {
        for (HazelcastCluster member : members) {
            assertThat(member.view()).isEqualTo(new ClusterView(3, 2, true));
            assertThat(member.port()).isPositive();
        }
    }

    @Test
    void aMapThatWasLostIsFilledByTheNextAnnouncement() {
        StreamRecord owned = granted(directory().claim(Records.takeover(newKey(), "o1")));
        members.getFirst().hazelcast().getMap(HazelcastStreamDirectory.MAP).clear();
        assertThat(get(directory().find(owned.key()))).isEmpty();

        StreamRecord next = owned.at(500, "avc1");
        assertThat(get(directory().announce(next))).isEqualTo(next);

        assertThat(get(directory().find(owned.key()))).contains(next);
    }

    @Test
    void theEndOfARecordIsHeardOfWithoutAnybodyAskingForIt() {
        Set<DirectoryChange> heard = ConcurrentHashMap.newKeySet();
        try (StreamDirectory.Watch _ = members.getLast().streams().watch(heard::add)) {
            Set<DirectoryChange> expected = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                StreamRecord owned = granted(directory().claim(Records.takeover(newKey(), "o1")));
                expected.add(new DirectoryChange.Gone(owned.key()));
            }
            await().until(() -> heard.containsAll(expected));
        }
    }

    @Test
    void answersArriveOnTheContextThatAsked() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            for (HazelcastCluster member : members) {
                Context context = vertx.getOrCreateContext();
                CompletableFuture<Void> done = new CompletableFuture<>();
                context.runOnContext(_ -> member.streams()
                        .claim(Records.takeover(newKey(), "o1"))
                        .compose(claim -> {
                            assertThat(Vertx.currentContext()).isSameAs(context);
                            return member.streams()
                                    .find(((Claim.Granted) claim).record().key());
                        })
                        .compose(_ -> {
                            assertThat(Vertx.currentContext()).isSameAs(context);
                            return member.streams().streams();
                        })
                        .onComplete(answer -> {
                            if (answer.succeeded() && context.equals(Vertx.currentContext())) {
                                done.complete(null);
                            } else {
                                done.completeExceptionally(new AssertionError("elsewhere", answer.cause()));
                            }
                        }));
                done.get(10, SECONDS);
            }
        } finally {
            get(vertx.close());
        }
    }

    @Test
    void fieldsOfAnotherReleaseMayBeMoreOrLess() { // without publisherId, as the first release wrote
        StreamKey key = newKey();
        StreamRecord record = Records.record(key, "o1", 9);
        GenericRecord newer = GenericRecordBuilder.compact(StreamRecordSerializer.TYPE_NAME)
                .setString("app", key.app())
                .setString("name", key.name())
                .setString("originId", record.originId())
                .setString("relayHost", record.relayHost())
                .setInt32("relayPort", record.relayPort())
                .setInt64("epoch", record.epoch())
                .setInt64("startedAtMs", record.startedAt().toEpochMilli())
                .setInt64("timelineStartMs", record.timelineStartMs())
                .setInt64("timelineMs", record.timelineMs())
                .setString("zone", record.zone())
                .setString("codecs", record.codecs())
                .setString("addedInThisRelease", "something")
                .build();
        IMap<String, GenericRecord> map = members.getFirst().hazelcast().getMap(HazelcastStreamDirectory.MAP);
        map.set(MapKeys.of(key), newer);

        assertThat(get(members.getLast().streams().find(key))).isEqualTo(Optional.of(record));
    }

    @Test
    void aClaimOfAnEarlierReleaseIsRead() { // without publisherId and ownEpoch
        GenericRecord older = GenericRecordBuilder.compact("headwater.claim")
                .setString("app", "live")
                .setString("name", "show")
                .setString("originId", "o1")
                .setString("relayHost", "o1.example")
                .setInt32("relayPort", 19_350)
                .setString("zone", "west")
                .setString("policy", "TAKEOVER")
                .setInt64("seenEpoch", 41)
                .setInt64("startedAtMs", 0)
                .setInt64("announceIntervalMs", 2_000)
                .setInt64("recordLifeMs", 8_000)
                .setInt64("tombstoneLifeMs", 60_000)
                .build();
        members.getFirst().hazelcast().<String, Object>getMap("older").set("claim", older);

        assertThat(members.getLast().hazelcast().<String, Object>getMap("older").get("claim"))
                .isInstanceOfSatisfying(ClaimStep.class, claim -> {
                    assertThat(claim.request.seenEpoch()).isEqualTo(41);
                    assertThat(claim.request.publisherId()).isEmpty();
                    assertThat(claim.request.ownEpoch()).isZero();
                });
    }

    @Test
    void aNodeOfAnEarlierReleaseTellsLess() { // neither ports within TLS nor whom it refuses
        GenericRecord older = GenericRecordBuilder.compact("headwater.node")
                .setString("nodeId", "older")
                .setString("role", "edge")
                .setString("zone", "west")
                .setString("host", "older.example")
                .setInt32("rtmpPort", 1_935)
                .setInt32("relayPort", 0)
                .setInt32("httpPort", 8_080)
                .setInt32("managementPort", 1_985)
                .setFloat64("load", 0.5)
                .setBoolean("draining", false)
                .build();
        members.getFirst().hazelcast().<String, Object>getMap("older").set("node", older);

        assertThat(members.getLast().hazelcast().<String, Object>getMap("older").get("node"))
                .isEqualTo(TestNode.edge("older")
                        .zone("west")
                        .host("older.example")
                        .rtmp(1_935)
                        .http(8_080)
                        .management(1_985)
                        .load(0.5)
                        .record());
    }
}
