package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Seeds;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a member does not do for those who reach its port. */
class SurfaceTest {
    private static final TestCluster CLUSTER = new TestCluster();
    private static List<HazelcastCluster> members = List.of();

    /** A class that no serializer of ours is for. */
    record Foreign(String text) {}

    @BeforeAll
    static void join() {
        members = List.of(CLUSTER.origin("o1"), CLUSTER.edge("e1"));
    }

    @AfterAll
    static void leave() {
        CLUSTER.close();
    }

    @Test
    void nothingButTheGivenMembersIsLookedFor() {
        Config config = MemberConfig.of(new TestCluster().settings("n", false, 0, List.of("10.0.0.1:5701")));
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.isAutoDetectionEnabled()).isFalse();
        assertThat(join.getDiscoveryConfig().isEnabled()).isFalse();
        assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.1:5701");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER);
    }

    @Test
    void aClientThatKnowsTheNameOfTheClusterIsNotLetIn() {
        ClientConfig client = new ClientConfig();
        client.setClusterName(CLUSTER.settings("n", false, 0, List.of()).clusterName());
        client.getNetworkConfig().setConnectionTimeout(500).addAddress(TestCluster.address(members.getFirst()));
        client.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> HazelcastClient.newHazelcastClient(client))
                .withMessageContaining("Unable to connect");
    }

    @Test
    void javaSerialisedValuesAreNotRead() {
        IMap<String, URI> theirs = members.getFirst().hazelcast().getMap("surface");
        theirs.set("key", URI.create("rtmp://example"));
        IMap<String, URI> ours = members.getLast().hazelcast().getMap("surface");
        assertThatThrownBy(() -> ours.get("key")).hasStackTraceContaining("java.net.URI");
    }

    @Test
    void classesWithoutASerializerOfTheirOwnAreRefused() {
        IMap<String, Foreign> map = members.getFirst().hazelcast().getMap("surface");
        assertThatExceptionOfType(HazelcastSerializationException.class)
                .isThrownBy(() -> map.set("key", new Foreign("x")));
    }

    @Test
    void failuresOfOtherMembersArriveAsWhatTheyAre() {
        IMap<String, String> map = members.getLast().hazelcast().getMap("surface");
        assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> map.unlock("never locked"));
    }

    @Test
    void aMemberOnAllAddressesIsJoinedByItsPublicOne() {
        try (TestCluster cluster = new TestCluster()) {
            ClusterSettings loopback = cluster.settings("o1", false, 0, List.of());
            HazelcastCluster any = cluster.join(new ClusterSettings(
                    loopback.clusterName(),
                    "o1",
                    "",
                    "0.0.0.0",
                    "127.0.0.1",
                    0,
                    0,
                    Seeds.NONE,
                    false,
                    loopback.succession()));
            HazelcastCluster other = cluster.join("e1", true, 0, List.of("localhost:" + any.port()));
            assertThat(other.view().members()).isEqualTo(2);
        }
    }
}
