package dev.headwater.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.media.StreamKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final StreamKey KEY = new StreamKey("live", "show");

    @Test
    void epochsAreOrderedByNumberThenByOrigin() {
        StreamRecord low = Records.record(KEY, "o2", 1);
        StreamRecord middle = Records.record(KEY, "o1", 2);
        StreamRecord high = Records.record(KEY, "o2", 2);
        assertThat(middle.outranks(low)).isTrue();
        assertThat(high.outranks(middle)).isTrue();
        assertThat(middle.outranks(high)).isFalse();
        assertThat(high.outranks(high)).isFalse();
        assertThat(Records.tombstone(KEY, 2).outranks(middle)).isFalse();
        assertThat(Records.tombstone(KEY, 3).outranks(high)).isTrue();
    }

    @Test
    void aPositionNeverGoesBack() {
        StreamRecord record = Records.record(KEY, "o1", 1);
        assertThat(record.at(9_000, "hvc1").timelineMs()).isEqualTo(9_000);
        assertThat(record.at(4_000, "hvc1")).isEqualTo(record.at(5_000, "hvc1"));
    }

    @Test
    void aRecordWithoutAPlaceToPullFromIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> stream("o1", "", 19_350, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> stream("o1", "host", 0, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> stream("o1", "host", 65_536, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> stream("o1", "host", 19_350, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> stream("o1", "host", 19_350, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> stream("", "host", 19_350, 1, 0, 0));
    }

    @Test
    void aNodeRecordOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeDirectoryContract.node("", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeDirectoryContract.node("n", 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeDirectoryContract.node("n", Double.NaN));
    }

    @Test
    void aMemberIsAHostAndAPort() {
        var members = List.of("origin-1:5701", "[::1]:5701");
        assertThat(Seeds.members(members)).isEqualTo(new Seeds.Members(members));
        for (String bad : List.of("origin-1", "origin-1:", ":5701", "a b:5701", "origin-1:0", "origin-1:70000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Seeds.members(List.of(bad)))
                    .withMessageContaining("cluster.members");
        }
    }

    @Test
    void aNameForAllMembersHasAPortForAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Seeds.DnsName("cluster.example", 0))
                .withMessageContaining("cluster.port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Seeds.DnsName("", 5701))
                .withMessageContaining("cluster.dns-name");
    }

    private static StreamRecord stream(
            String originId, String relayHost, int relayPort, long epoch, long timelineStartMs, long timelineMs) {
        return new StreamRecord(
                KEY, originId, relayHost, relayPort, epoch, Instant.EPOCH, timelineStartMs, timelineMs, "", "", "");
    }
}
