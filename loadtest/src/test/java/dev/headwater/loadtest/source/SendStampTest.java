package dev.headwater.loadtest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.testkit.Payloads;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendStampTest {
    private static final long OTHER_MACHINE = 42;

    @Test
    void aGeneratedFrameTellsWhichOneItIsAndHowOldItIs() {
        var source = new GeneratedSource(Shape.DEFAULT);
        source.next();
        byte[] first = payloadOfNextVideo(source);
        long later = System.nanoTime() + 7_000_000;

        int at = SendStamp.find(first);

        assertThat(at).isPositive();
        assertThat(SendStamp.sequence(first, at)).isEqualTo(1);
        assertThat(SendStamp.ageNanos(first, at, later)).isBetween(7_000_000L, 5_000_000_000L);
    }

    @Test
    void everyByteHasItsTopBitSet() {
        byte[] payload = new byte[SendStamp.BYTES];
        SendStamp.write(payload, 0, 0, 0, 0, 0, 0);

        assertThat(IntStream.range(0, payload.length)).allMatch(i -> payload[i] < 0);
    }

    @Test
    void timesOfTheSameMachineAreMonotonic() {
        byte[] payload = stampable();
        SendStamp.write(payload, 12, 0, 0);
        int at = SendStamp.find(payload);
        long now = System.nanoTime();

        assertThat(SendStamp.ageNanos(payload, at, now + 3_000) - SendStamp.ageNanos(payload, at, now))
                .isEqualTo(3_000);
    }

    @Test
    void timesOfAnotherMachineAreOfTheWallClock() {
        byte[] payload = stampable();
        long wallMicros = Instant.now().toEpochMilli() * 1_000 - 2_000_000;
        SendStamp.write(payload, 12, 0, 0, 123, wallMicros, OTHER_MACHINE);

        assertThat(SendStamp.ageNanos(payload, SendStamp.find(payload), 0))
                .isCloseTo(2_000_000_000L, within(1_500_000_000L));
    }

    @Test
    void aStampWithoutItsSecondPartIsOfThisMachine() {
        byte[] whole = stampable();
        SendStamp.write(whole, 12, 9, 0, 1_000, 0, OTHER_MACHINE);
        byte[] first = ByteBuffer.allocate(40).put(whole, 0, 32).array();

        assertThat(SendStamp.sequence(first, SendStamp.find(first))).isEqualTo(9);
        assertThat(SendStamp.ageNanos(first, SendStamp.find(first), 1_500)).isEqualTo(500);
    }

    @Test
    void aFrameTellsWhichPublicationSentIt() {
        byte[] second = payloadOfNextVideo(new GeneratedSource(Shape.DEFAULT, 2));

        assertThat(SendStamp.publication(second, SendStamp.find(second))).isEqualTo(2);
    }

    @Test
    void aStampWithoutItsThirdPartNamesNoPublication() {
        byte[] whole = stampable();
        SendStamp.write(whole, 12, 9, 7, 1_000, 0, OTHER_MACHINE);
        byte[] first = ByteBuffer.allocate(64).put(whole, 0, 12 + 36).array();

        assertThat(SendStamp.publication(first, SendStamp.find(first))).isEqualTo(SendStamp.NO_PUBLICATION);
        assertThat(SendStamp.sequence(first, SendStamp.find(first))).isEqualTo(9);
    }

    @Test
    void framesOfOthersHaveNone() {
        assertThat(SendStamp.find(Payloads.avcKeyFrame(1, 500))).isNegative();
        assertThat(SendStamp.find(Payloads.avcSequenceHeader())).isNegative();
        assertThat(SendStamp.find(new byte[0])).isNegative();
        assertThat(SendStamp.find(HexFormat.of().parseHex("1701000000" + "ffffffff" + "06".repeat(60))))
                .isNegative();
    }

    @Test
    void sequencesGoRound() {
        assertThat(SendStamp.distance(0, (1 << 28) - 1)).isEqualTo(1);
        assertThat(SendStamp.distance((1 << 28) - 1, 1)).isEqualTo(-2);
    }

    @Test
    void aRealFrameCarriesItBeforeItsFirstSlice() {
        byte[] frame = HexFormat.of().parseHex("1701000000" + "00000002" + "09f0" + "00000003" + "65aabb");

        byte[] stamped = Stampable.of(frame).stamped(77);

        assertThat(SendStamp.sequence(stamped, SendStamp.find(stamped))).isEqualTo(77);
        assertThat(HexFormat.of().formatHex(stamped))
                .startsWith("1701000000" + "00000002" + "09f0" + "00000040" + "06053c")
                .endsWith("80" + "00000003" + "65aabb");
    }

    @Test
    void aFrameThatCannotCarryOneStaysAsItIs() {
        assertThat(Stampable.of(Payloads.hevcSequenceHeader()).canCarryStamp()).isFalse();
        assertThat(Stampable.of(HexFormat.of().parseHex("170100000000000009650102"))
                        .canCarryStamp())
                .isFalse();
    }

    private static byte[] stampable() {
        return HexFormat.of().parseHex("1701000000" + "00000100" + "658884" + "80".repeat(64));
    }

    private static byte[] payloadOfNextVideo(Source source) {
        while (true) {
            byte[] payload = source.next().payload();
            if (SendStamp.find(payload) >= 0) {
                return payload;
            }
        }
    }
}
