package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Succession;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberConfigTest {
    private final Config config = MemberConfig.of(new ClusterSettings(
            "test", "o1", "west", "127.0.0.1", "127.0.0.1", 0, 0, List.of(), false, Succession.DEFAULT));

    @Test
    void whatIsOwnedByEpochMergesByEpochAndBearsTheLossOfTwoMembers() {
        for (String name : List.of(HazelcastStreamDirectory.MAP, HazelcastStreamDirectory.RELAYS_MAP)) {
            MapConfig map = config.getMapConfig(name);
            assertThat(map.getMergePolicyConfig().getPolicy()).isEqualTo(HigherEpochWins.class.getName());
            assertThat(map.getTotalBackupCount()).isEqualTo(2);
        }
    }

    @Test
    void nodesOfBothHalvesAreKept() {
        assertThat(config.getMapConfig(HazelcastNodeDirectory.MAP)
                        .getMergePolicyConfig()
                        .getPolicy())
                .isEqualTo(PutIfAbsentMergePolicy.class.getName());
    }
}
