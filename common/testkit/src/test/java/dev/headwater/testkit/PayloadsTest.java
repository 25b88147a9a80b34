package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    @Test
    void framesCarryTheirCounter() {
        assertThat(Payloads.counterOf(Payloads.avcKeyFrame(7))).isEqualTo(7);
        assertThat(Payloads.counterOf(Payloads.avcInterFrame(1_000_000, 5_000))).isEqualTo(1_000_000);
        assertThat(Payloads.counterOf(Payloads.hevcKeyFrame(8))).isEqualTo(8);
        assertThat(Payloads.counterOf(Payloads.hevcInterFrame(9))).isEqualTo(9);
        assertThat(Payloads.counterOf(Payloads.aacFrame(10))).isEqualTo(10);
    }

    @Test
    void videoIsOneNaluWithItsLengthBefore() {
        byte[] body = Payloads.avcInterFrame(3, 2_000);

        assertThat(body).startsWith(0x27, 0x01);
        assertThat(body).hasSize(5 + 4 + 2_000);
        assertThat(ByteBuffer.wrap(body).getInt(5)).isEqualTo(2_000);
    }

    @Test
    void metaDataComesInBothForms() {
        assertThat(Amf0.decode(Payloads.setDataFrame())).hasSize(3).startsWith("@setDataFrame", "onMetaData");
        assertThat(Amf0.decode(Payloads.onMetaData())).hasSize(2).startsWith("onMetaData");
    }
}
