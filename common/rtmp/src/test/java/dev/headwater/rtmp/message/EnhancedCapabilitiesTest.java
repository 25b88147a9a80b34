package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.number;
import static dev.headwater.rtmp.amf.AmfValue.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The properties of Enhanced RTMP in connect and its answer (rtmp.md 10.1). */
class EnhancedCapabilitiesTest {
    private static final EnhancedCapabilities ALL = new EnhancedCapabilities(
            List.of("hvc1", "av01"),
            Map.of("*", EnhancedCapabilities.CAN_FORWARD),
            Map.of("Opus", EnhancedCapabilities.CAN_DECODE | EnhancedCapabilities.CAN_ENCODE),
            EnhancedCapabilities.RECONNECT | EnhancedCapabilities.MULTITRACK,
            4);

    @Test
    void everyPropertyHasItsTypeOnTheWire() {
        assertThat(ALL.toProperties())
                .containsExactly(
                        Map.entry("fourCcList", AmfValue.array(text("hvc1"), text("av01"))),
                        Map.entry("videoFourCcInfoMap", AmfValue.object(Map.of("*", number(4)))),
                        Map.entry("audioFourCcInfoMap", AmfValue.object(Map.of("Opus", number(3)))),
                        Map.entry("capsEx", number(3)),
                        Map.entry("videoFunction", number(4)));
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(EnhancedCapabilities.of(ALL.toProperties())).isEqualTo(ALL);
        assertThat(EnhancedCapabilities.of(Map.of())).isEqualTo(EnhancedCapabilities.NONE);
        assertThat(EnhancedCapabilities.NONE.toProperties()).isEmpty();
    }

    @Test
    void wrongTypesAreNothing() {
        Map<String, AmfValue> odd = new AmfProperties()
                .put("fourCcList", AmfValue.array(number(1), text("hvc1")))
                .put("videoFourCcInfoMap", "all")
                .put("audioFourCcInfoMap", AmfValue.object(Map.of("Opus", text("yes"))))
                .put("capsEx", Double.NaN)
                .object()
                .properties();
        assertThat(EnhancedCapabilities.of(odd))
                .isEqualTo(new EnhancedCapabilities(List.of("hvc1"), Map.of(), Map.of(), 0, 0));
    }

    @Test
    void onlyTheFirstBitMeansReconnect() {
        assertThat(ALL.canReconnect()).isTrue();
        assertThat(new EnhancedCapabilities(List.of(), Map.of(), Map.of(), 2, 0).canReconnect())
                .isFalse();
    }
}
