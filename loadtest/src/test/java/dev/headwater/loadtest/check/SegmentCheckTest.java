package dev.headwater.loadtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.source.SendStamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentCheckTest {
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final SegmentCheck check = new SegmentCheck((fault, count) -> faults.merge(fault, count, Long::sum));

    @Test
    void fragmentsInOrderHaveNoFault() {
        var source = MadeUpSegments.source();
        for (int i = 0; i < 4; i++) {
            byte[] segment = MadeUpSegments.fragment(i, i * 90_000L, MadeUpSegments.pictures(source, 25));
            int stamp = check.segment(segment, segment.length, segment.length);
            assertThat(SendStamp.sequence(segment, stamp)).isEqualTo(i * 25L);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void packetsInOrderHaveNoFault() {
        var source = MadeUpSegments.source();
        for (int i = 0; i < 4; i++) {
            byte[] segment = MadeUpSegments.transportStream(MadeUpSegments.pictures(source, 25));
            int stamp = check.segment(segment, segment.length, segment.length);
            assertThat(SendStamp.sequence(segment, stamp)).isEqualTo(i * 25L);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void theHeadTellsTheFirstStamp() {
        byte[] fragment = MadeUpSegments.fragment(0, 0, MadeUpSegments.pictures(MadeUpSegments.source(), 25));
        byte[] packets = MadeUpSegments.transportStream(MadeUpSegments.pictures(MadeUpSegments.source(), 25));
        assertThat(check.segment(Arrays.copyOf(fragment, 4_096), 4_096, fragment.length))
                .isPositive();
        assertThat(check.segment(Arrays.copyOf(packets, 4_096), 4_096, packets.length))
                .isPositive();
        assertThat(faults).isEmpty();
    }

    @Test
    void framesThatAreLeftOutAreLost() {
        var source = MadeUpSegments.source();
        whole(MadeUpSegments.fragment(0, 0, MadeUpSegments.pictures(source, 25)));
        MadeUpSegments.pictures(source, 3);
        whole(MadeUpSegments.fragment(1, 90_000, MadeUpSegments.pictures(source, 25)));
        assertThat(faults).isEqualTo(Map.of(Fault.LOST_FRAME, 3L));

        check.interrupted();
        MadeUpSegments.pictures(source, 3);
        whole(MadeUpSegments.fragment(2, 180_000, MadeUpSegments.pictures(source, 25)));
        assertThat(faults).isEqualTo(Map.of(Fault.LOST_FRAME, 3L));
    }

    @Test
    void aTimeThatGoesBackIsSeen() {
        var pictures = MadeUpSegments.pictures(MadeUpSegments.source(), 1);
        whole(MadeUpSegments.fragment(0, 90_000, pictures));
        whole(MadeUpSegments.fragment(1, 89_999, MadeUpSegments.pictures(MadeUpSegments.source(), 1)));
        assertThat(faults).containsEntry(Fault.TIMESTAMP_BACK, 1L);
    }

    @Test
    void whatIsCutOrDamagedIsBroken() {
        byte[] fragment = MadeUpSegments.fragment(0, 0, MadeUpSegments.pictures(MadeUpSegments.source(), 5));
        byte[] packets = MadeUpSegments.transportStream(MadeUpSegments.pictures(MadeUpSegments.source(), 5));
        broken(new byte[0]);
        broken(new byte[] {0x47});
        broken("<html>".getBytes(StandardCharsets.US_ASCII));
        broken(Arrays.copyOf(fragment, fragment.length - 1));
        broken(Arrays.copyOf(fragment, 60));
        broken(Arrays.copyOf(packets, packets.length - 1));
        byte[] lost = packets.clone();
        System.arraycopy(packets, 3 * 188, lost, 2 * 188, packets.length - 3 * 188);
        broken(Arrays.copyOf(lost, packets.length - 188));
        for (int at = 0; at < 140; at++) { // every byte of the moof
            byte[] damaged = fragment.clone();
            damaged[at] ^= (byte) 0xFF;
            check.segment(damaged, damaged.length, damaged.length); // finds something or not, and does not fail
        }
    }

    private void broken(byte[] segment) {
        faults.clear();
        whole(segment);
        assertThat(faults).containsEntry(Fault.BROKEN_SEGMENT, 1L);
    }

    private void whole(byte[] segment) {
        check.segment(segment, segment.length, segment.length);
    }
}
