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
            var member = Hazelcast.newHazelcastInstance(foreign(cluster, port));
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
            var member = Hazelcast.newHazelcastInstance(foreign(cluster, port));
            try {
                await().until(() -> edge.view().equals(ClusterView.LEFT));
                await().until(() -> member.getCluster().getMembers().size() == 1);
            } finally {
                member.getLifecycleService().terminate();
            }
        }
    }

    private static Config foreign(TestCluster cluster, int port) {
        var foreign = MemberConfig.of(cluster.settings("o1", false, port, List.of()));
        foreign.getMemberAttributeConfig().setAttribute(MemberConfig.PROTOCOL_ATTRIBUTE, "2");
        return foreign;
    }
}
