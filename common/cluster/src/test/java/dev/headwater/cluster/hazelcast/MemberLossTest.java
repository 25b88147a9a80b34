package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.NodeDirectoryContract;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class MemberLossTest {
    /** Records outlive the test, so that what goes was reclaimed. */
    private static final Succession LONG =
            new Succession(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofHours(1));

    @Test
    void theRecordsOfAKilledMemberGoAtOnceAndTheOthersSurviveWithTheirEpochs() {
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.origin("o1");
            HazelcastCluster o2 = cluster.origin("o2");
            HazelcastCluster e1 = cluster.edge("e1");
            List<StreamRecord> dying = new ArrayList<>();
            List<StreamRecord> living = new ArrayList<>();
            for (int i = 0; i < 30; i++) { // in the partitions of both
                living.add(granted(o1.streams().claim(Records.takeover(newKey(), "o1"))));
                dying.add(granted(o2.streams().claim(Records.takeover(newKey(), "o2"))));
            }
            get(o2.nodes().announce(NodeDirectoryContract.node("o2", 0)));
            Set<DirectoryChange> heard = ConcurrentHashMap.newKeySet();
            e1.streams().watch(heard::add);

            o2.terminate();

            await().untilAsserted(
                            () -> assertThat(get(e1.streams().streams())).containsExactlyInAnyOrderElementsOf(living));
            for (StreamRecord record : dying) {
                assertThat(get(e1.streams().find(record.key()))).isEmpty();
                await().until(() -> heard.contains(new DirectoryChange.Gone(record.key())));
            }
            await().untilAsserted(() -> assertThat(get(e1.nodes().nodes()))
                    .extracting(NodeRecord::nodeId)
                    .doesNotContain("o2"));
            StreamRecord next =
                    granted(o1.streams().claim(Records.refuse(dying.getFirst().key(), "o1")));
            assertThat(next.epoch()).isEqualTo(2);
        }
    }

    @Test
    void theRelaysOfAMemberWhoseProcessDiedGoAtOnce() {
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.origin("o1");
            HazelcastCluster o2 = cluster.origin("o2");
            cluster.edge("e1");
            List<StreamRecord> living = new ArrayList<>();
            List<StreamRecord> dying = new ArrayList<>();
            for (int i = 0; i < 10; i++) { // in the partitions of both
                living.add(granted(o1.relays().claim(Records.refuse(newKey(), "o1"))));
                dying.add(granted(o2.relays().claim(Records.refuse(newKey(), "o2"))));
            }

            o2.terminate();

            await().untilAsserted(
                            () -> assertThat(get(o1.relays().streams())).containsExactlyInAnyOrderElementsOf(living));
            assertThat(granted(o1.relays().claim(Records.refuse(dying.getFirst().key(), "o1")))
                            .epoch())
                    .isEqualTo(2);
        }
    }

    @Test
    void ofTwoOriginsTheOneLeftWaitsForTheEndOfTheRecords() {
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster o1 = cluster.origin("o1");
            HazelcastCluster o2 = cluster.origin("o2");
            List<StreamRecord> dying = new ArrayList<>();
            for (int i = 0; i < 10; i++) { // in the partitions of both
                dying.add(granted(o2.streams().claim(Records.takeover(newKey(), "o2"))));
            }

            o2.terminate();

            for (StreamRecord record : dying) {
                await().until(() -> get(o1.streams().find(record.key())).isEmpty());
                assertThat(granted(o1.streams().claim(Records.takeover(record.key(), "o1")))
                                .epoch())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aMemberThatLeavesInOrderHandsItsPartOver() {
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.origin("o1");
            HazelcastCluster o2 = cluster.origin("o2");
            List<StreamRecord> owned = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                owned.add(granted(o2.streams().claim(Records.takeover(newKey(), "o1"))));
            }

            get(o2.leave());

            assertThat(get(o1.streams().streams())).containsExactlyInAnyOrderElementsOf(owned);
            assertThat(o1.view().members()).isEqualTo(1);
            assertThat(o2.view().joined()).isFalse();
            assertThat(o2.streams().find(owned.getFirst().key()).failed()).isTrue();
        }
    }
}
