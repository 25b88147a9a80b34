package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AckWindowTest {
    private final AckWindow window = new AckWindow();

    @Test
    void aPeerThatAnnouncesNoWindowIsAcknowledgedToo() {
        window.received(2_499_999);
        assertThat(window.owed()).isFalse();

        window.received(1);

        assertThat(window.owed()).isTrue();
        assertThat(window.acknowledge()).isEqualTo(2_500_000);
        assertThat(window.owed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "5000000, 2500000", // half of it
        "65536, 32768",
        "32768, 16384",
        "1, 16384", // as if 32 KiB
        "0, 16384",
        "2147483647, 1073741823"
    })
    void anAnnouncedWindowIsAcknowledgedAtHalf(int announced, int owedAt) {
        window.resize(announced);

        window.received(owedAt - 1);
        assertThat(window.owed()).isFalse();
        window.received(1);
        assertThat(window.owed()).isTrue();
    }

    @Test
    void whatWasReceivedBeforeTheWindowCounts() {
        window.received(100_000);
        window.resize(65_536);

        assertThat(window.owed()).isTrue();
        assertThat(window.acknowledge()).isEqualTo(100_000);
        window.received(32_768);
        assertThat(window.acknowledge()).isEqualTo(132_768);
    }

    @Test
    void sequenceNumberWrapsAtFourGibibytesAndGoesOn() {
        window.resize(1 << 30);
        for (int i = 0; i < 8; i++) {
            window.received(1 << 29);
            assertThat(window.owed()).isTrue();
            assertThat(Integer.toUnsignedLong(window.acknowledge())).isEqualTo((i + 1L) * (1 << 29) % (1L << 32));
        }
        window.received(1 << 29);

        assertThat(window.owed()).isTrue();
        assertThat(window.acknowledge()).isEqualTo(1 << 29);
        assertThat(window.received()).isEqualTo(9L << 29);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void aWindowWithItsTopBitSetIsRefused(int announced) {
        assertThatThrownBy(() -> window.resize(announced))
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::error)
                .isEqualTo(ProtocolError.BAD_ACK_WINDOW);
    }
}
