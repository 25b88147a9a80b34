package dev.headwater.cluster.hazelcast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import dev.headwater.cluster.ClusterView;
import dev.headwater.testkit.Ports;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneProtocolTest {
    @Test
    void aNodeJoinsNobodyOfAnotherProtocol() {
        int port = Ports.free();
        try (TestCluster cluster = new TestCluster()) {
            var member = Hazelcast.newHazelcastInstance(foreign(cluster, false, port, List.of()));
            try {
                var joining = HazelcastCluster.join(cluster.settings("o2", false, 0, List.of("127.0.0.1:" + port)));

                assertThatThrownBy(() -> joining.toCompletionStage()
                                .toCompletableFuture()
                                .get(40, SECONDS))
                        .hasMessageContaining("speaks version 2 of the cluster's protocol and this node 1");
                assertThat(member.getLifecycleService().isRunning())
                        .as("the one that was there")
                        .isTrue();
            } finally {
                member.getLifecycleService().terminate();
            }
        }
    }

    @Test
    void aNodeThatWasMergedIntoAClusterOfAnotherProtocolLeavesIt() {
        int port = Ports.free();
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster edge = cluster.join("e1", true, 0, List.of("127.0.0.1:" + port));
            var member = Hazelcast.newHazelcastInstance(foreign(cluster, false, port, List.of()));
            try {
                await().until(() -> edge.view().equals(ClusterView.LEFT));
                await("its node hears of it").until(() -> edge.lost().succeeded());
                await().until(() -> member.getCluster().getMembers().size() == 1);
            } finally {
                member.getLifecycleService().terminate();
            }
        }
    }

    @Test
    void aNodeJoinsItsClusterWhileAForeignOnePassesThrough() {
        try (TestCluster cluster = new TestCluster()) {
            var first = List.of(TestCluster.address(cluster.origin("o1")));
            var passing = Hazelcast.newHazelcastInstance(foreign(cluster, true, 0, first));
            try {
                HazelcastCluster joined = cluster.join("o2", false, 0, first);
                assertThat(joined.view()).isEqualTo(new ClusterView(3, 2, true));
            } finally {
                passing.getLifecycleService().terminate();
            }
        }
    }

    @Test
    void aNodeThatIsMergedIntoItsClusterStaysWhileAForeignOnePassesThrough() {
        int port = Ports.free();
        try (TestCluster cluster = new TestCluster()) {
            var first = List.of("127.0.0.1:" + port);
            HazelcastCluster edge = cluster.join("e1", true, 0, first);
            cluster.join("o1", false, port, List.of());
            var passing = Hazelcast.newHazelcastInstance(foreign(cluster, true, 0, first));
            try {
                await().until(() -> edge.merges() == 1);
                passing.getLifecycleService().terminate();
                await().until(() -> edge.view().equals(new ClusterView(2, 1, true)));
                assertThat(edge.lost().isComplete()).isFalse();
            } finally {
                passing.getLifecycleService().terminate();
            }
        }
    }

    private static Config foreign(TestCluster cluster, boolean lite, int port, List<String> others) {
        var foreign = MemberConfig.of(cluster.settings("foreign", lite, port, others));
        foreign.getMemberAttributeConfig().setAttribute(MemberConfig.PROTOCOL_ATTRIBUTE, "2");
        return foreign;
    }
}
