package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Ports;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that start at the same instant, as after a failure of the power. */
class StartTogetherTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void membersThatStartAtTheSameInstantAreOneClusterThatNeverHadToMerge(int count) {
        List<Integer> ports = Stream.generate(Ports::free).limit(count).toList();
        List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        try (TestCluster cluster = new TestCluster()) {
            List<HazelcastCluster> members = cluster.joinAtOnce(IntStream.range(0, count)
                    .mapToObj(i -> cluster.settings("o" + i, false, ports.get(i), addresses))
                    .toList());
            await().until(() ->
                    members.stream().allMatch(member -> member.view().members() == count));
            assertThat(members).extracting(HazelcastCluster::merges).containsOnly(0);
        }
    }
}
