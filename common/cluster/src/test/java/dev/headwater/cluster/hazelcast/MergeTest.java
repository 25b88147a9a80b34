package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Two origins that did not find each other at the start are the two halves of a split; then one finds the other. */
class MergeTest {
    /** Records outlive the test, so that what stands afterwards was not announced again. */
    private static final Succession LONG =
            new Succession(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofHours(1));

    @Test
    void afterAMergeTheHigherEpochStandsAndTheRestIsTheUnion() throws Exception {
        int laterPort = Ports.free();
        StreamKey both = newKey();
        StreamKey bothOtherWay = newKey();
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.join("o1", false, 0, List.of("127.0.0.1:" + laterPort));
            HazelcastCluster o2 = cluster.join("o2", false, laterPort, List.of());
            assertThat(o1.view().members()).isEqualTo(1);
            StreamRecord onlyLeft = granted(o1.streams().claim(Records.takeover(newKey(), "o1")));
            StreamRecord onlyRight = granted(o2.streams().claim(Records.takeover(newKey(), "o2")));
            StreamRecord left = granted(o1.streams().claim(Records.claim(both, "o1", ClaimPolicy.TAKEOVER, 7)));
            StreamRecord lowerRight = granted(o2.streams().claim(Records.takeover(both, "o2")));
            StreamRecord lowerLeft = granted(o1.streams().claim(Records.takeover(bothOtherWay, "o1")));
            StreamRecord right =
                    granted(o2.streams().claim(Records.claim(bothOtherWay, "o2", ClaimPolicy.TAKEOVER, 7)));
            Set<DirectoryChange> heard = ConcurrentHashMap.newKeySet();
            o1.streams().watch(heard::add);
            o2.streams().watch(heard::add);

            await().until(() -> o1.view().members() == 2);

            for (HazelcastCluster member : List.of(o1, o2)) {
                await().untilAsserted(() -> assertThat(get(member.streams().streams()))
                        .containsExactlyInAnyOrder(onlyLeft, onlyRight, left, right));
            }
            // Each loser learns of it with its next announcement.
            assertThat(get(o2.streams().announce(lowerRight))).isEqualTo(left);
            assertThat(get(o1.streams().announce(lowerLeft))).isEqualTo(right);
            assertThat(heard).contains(new DirectoryChange.Owned(left));
        }
    }

    /** An owner that was only cut off stands so, and one that has ended its stream hears that it has to release it again. */
    @Test
    void whatOneHalfOwnsAndTheOtherReleasedIsOwnedAndItsOwnerHearsOfIt() throws Exception {
        int laterPort = Ports.free();
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.join("o1", false, 0, List.of("127.0.0.1:" + laterPort));
            HazelcastCluster o2 = cluster.join("o2", false, laterPort, List.of());
            StreamRecord left = granted(o1.streams().claim(Records.takeover(newKey(), "o1")));
            StreamRecord right = granted(o2.streams().claim(Records.takeover(newKey(), "o2")));
            get(o2.streams().announce(left));
            get(o1.streams().announce(right));
            get(o1.streams().release(left));
            get(o2.streams().release(right));
            Set<DirectoryChange> heardByLeft = ConcurrentHashMap.newKeySet();
            Set<DirectoryChange> heardByRight = ConcurrentHashMap.newKeySet();
            o1.streams().watch(heardByLeft::add);
            o2.streams().watch(heardByRight::add);

            await().untilAsserted(() -> {
                assertThat(heardByLeft).contains(new DirectoryChange.Owned(left));
                assertThat(heardByRight).contains(new DirectoryChange.Owned(right));
            });

            for (HazelcastCluster member : List.of(o1, o2)) {
                await().untilAsserted(() ->
                        assertThat(get(member.streams().streams())).containsExactlyInAnyOrder(left, right));
            }
        }
    }
}
