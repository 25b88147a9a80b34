package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;

import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Members of one cluster in this JVM, on loopback and on free ports. Confined to the test's thread. */
final class TestCluster implements AutoCloseable {
    static final Succession SHORT =
            new Succession(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(30));

    private final String name = "test-" + UUID.randomUUID();
    private final Succession succession;
    private final List<HazelcastCluster> members = new ArrayList<>();

    TestCluster() {
        this(SHORT);
    }

    TestCluster(Succession succession) {
        this.succession = succession;
    }

    HazelcastCluster origin(String nodeId) {
        return join(nodeId, false, 0, addresses());
    }

    HazelcastCluster edge(String nodeId) {
        return join(nodeId, true, 0, addresses());
    }

    HazelcastCluster join(String nodeId, boolean lite, int port, List<String> others) {
        return join(settings(nodeId, lite, port, others));
    }

    HazelcastCluster join(ClusterSettings settings) {
        HazelcastCluster member = get(HazelcastCluster.join(settings));
        members.add(member);
        return member;
    }

    List<HazelcastCluster> joinAtOnce(List<ClusterSettings> nodes) {
        List<Future<HazelcastCluster>> joining =
                nodes.stream().map(HazelcastCluster::join).toList();
        joining.forEach(member -> members.add(get(member)));
        return List.copyOf(members);
    }

    ClusterSettings settings(String nodeId, boolean lite, int port, List<String> others) {
        return TestSettings.of(name, nodeId, port, Seeds.members(others), lite, succession);
    }

    static String address(HazelcastCluster member) {
        return "127.0.0.1:" + member.port();
    }

    private List<String> addresses() {
        return members.stream()
                .filter(member -> member.view().members() > 0)
                .map(TestCluster::address)
                .toList();
    }

    @Override
    public void close() {
        members.forEach(HazelcastCluster::terminate);
    }
}
