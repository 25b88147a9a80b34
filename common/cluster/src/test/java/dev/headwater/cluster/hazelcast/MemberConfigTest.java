package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperty;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberConfigTest {
    private final Config config = of(Seeds.NONE);

    private static Config of(Seeds seeds) {
        return MemberConfig.of(TestSettings.of("test", "o1", 0, seeds, false, Succession.DEFAULT));
    }

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

    /** The last heartbeat is up to an interval older than the stop, and each second somebody looks. */
    @Test
    void aStopOfFiveSecondsCostsNoMemberItsPlaceAndNoStreamItsRecord() {
        Duration heartbeat = seconds(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS);
        Duration limit = seconds(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS);
        assertThat(limit).isGreaterThan(Duration.ofSeconds(5).plus(heartbeat));
        assertThat(Succession.DEFAULT.recordLife())
                .isGreaterThan(limit.plusSeconds(1).plus(Succession.DEFAULT.announceInterval()));
    }

    /** {@code shutdown.stop-timeout} is 10 s, of which a quarter is left for the cluster when all else takes its time. */
    @Test
    void aNodeThatStopsHasLeftBeforeItsTimeIsOver() {
        assertThat(seconds(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT))
                .isLessThan(Duration.ofSeconds(10).dividedBy(4));
    }

    private Duration seconds(HazelcastProperty key) {
        return Duration.ofSeconds(Long.parseLong(config.getProperty(key.getName())));
    }

    /** TcpIpJoiner.getConnTimeoutSeconds, whose subclass asks members that DNS names: it does not look whether the section is enabled. */
    @Test
    void membersThatDnsNamesAreWaitedForNoLongerThanThoseOfAList() {
        TcpIpConfig byDns = join(new Seeds.DnsName("origins.example", 5701)).getTcpIpConfig();
        assertThat(byDns.isEnabled()).isFalse();
        assertThat(byDns.getConnectionTimeoutSeconds())
                .isEqualTo(2)
                .isEqualTo(join(Seeds.NONE).getTcpIpConfig().getConnectionTimeoutSeconds());
    }

    private static JoinConfig join(Seeds seeds) {
        return of(seeds).getAdvancedNetworkConfig().getJoin();
    }

    /** Hazelcast's Invocation.handleRetry: five tries at once, then after 1, 2, 4 ... 500 ms. Members look for silent ones each second. */
    @Test
    void theNextMasterAsksUntilEverybodyHasNoticedThatTheOldOneIsGone() {
        int tries = Integer.parseInt(config.getProperty(ClusterProperty.MASTERSHIP_CLAIM_TIMEOUT_SECONDS.getName()));
        long waitedMs = IntStream.range(0, tries - 5)
                .mapToLong(retry -> Math.min(1L << retry, 500))
                .sum();
        assertThat(waitedMs).isGreaterThanOrEqualTo(2_000);
    }
}
