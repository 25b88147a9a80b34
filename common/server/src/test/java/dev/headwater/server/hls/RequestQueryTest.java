package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestQueryTest {
    @Test
    void whatIsNotForUsGoesOnAsItWasWritten() {
        var query = new RequestQuery("token=a%20b==&container=ts&session=0&_HLS_msn=3&_HLS_other=1&x");
        assertThat(query.rest()).isEqualTo("token=a%20b==&x");
        assertThat(query.with("77")).isEqualTo("?session=77&token=a%20b==&x");
        assertThat(query.container()).contains("ts");
        assertThat(query.session()).isEqualTo("0");
        assertThat(query.segment()).hasValue(3);
        assertThat(query.part()).isEmpty();
    }

    @Test
    void anEmptyQueryAsksForNothing() {
        var query = new RequestQuery("");
        assertThat(query.rest()).isEmpty();
        assertThat(query.with("77")).isEqualTo("?session=77");
        assertThat(query.session()).isEmpty();
        assertThat(query.isDelta()).isFalse();
    }

    @Test
    void aHashIsOursAndAnotherVIsTheClients() {
        var query = new RequestQuery("session=77&v=2&token=a&v=1a2b3c4d");
        assertThat(query.hash()).isEqualTo("1a2b3c4d");
        assertThat(query.rest()).isEqualTo("v=2&token=a");
        assertThat(new RequestQuery("v=2").hash()).isEmpty();
    }

    @Test
    void whoWantsNoLowLatencyGoesOnWithoutIt() {
        var query = new RequestQuery("low-latency=no&session=77");
        assertThat(query.isForWholeSegments()).isTrue();
        assertThat(query.with("77")).isEqualTo("?session=77&low-latency=no");
        assertThat(new RequestQuery("low-latency=yes").isForWholeSegments()).isFalse();
    }

    @Test
    void aDeltaIsAskedForInTwoWords() {
        assertThat(new RequestQuery("_HLS_skip=YES").isDelta()).isTrue();
        assertThat(new RequestQuery("_HLS_skip=v2").isDelta()).isTrue();
        assertThat(new RequestQuery("_HLS_skip=no").isDelta()).isFalse();
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        for (var number : new String[] {"", "-1", "1.5", "x", "99999999999999999999"}) {
            assertThatThrownBy(() -> new RequestQuery("_HLS_msn=" + number).segment())
                    .isInstanceOfSatisfying(
                            HlsRefusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(400));
        }
    }
}
