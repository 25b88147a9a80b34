package dev.headwater.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitReaderTest {
    @Test
    void numberOfThirtyOneBitsIsTheLargest() {
        var reader = new BitReader(new byte[] {0, 0, 0, 3, -1, -1, -1, -1});
        assertThat(reader.golomb()).isEqualTo(Integer.MAX_VALUE - 1);
        assertThat(reader.isBroken()).isFalse();
    }

    @Test
    void zerosThatLeadToNoNumberAreReadNoFurtherThanTheyMay() {
        var reader = new BitReader(new byte[] {0, 0, 0, 0b10, 0, 0, 0, 0});
        assertThat(reader.golomb()).isEqualTo((1 << 30) - 1);
        var zeros = new BitReader(new byte[] {0, 0, 0, 0, -128});
        assertThat(zeros.golomb()).isZero();
        assertThat(zeros.isBroken()).isTrue();
        assertThat(zeros.bits(2)).as("the 32nd zero and the one behind it").isEqualTo(1);
    }
}
