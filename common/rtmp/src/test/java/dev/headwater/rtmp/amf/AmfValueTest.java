package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmfValueTest {
    private static final AmfValue OBJECT = new AmfProperties()
            .put("app", "live")
            .put("objectEncoding", 3)
            .put("fpad", false)
            .object();

    @Test
    void propertiesAreFoundAlikeInObjectsAndEcmaArrays() {
        var array = new AmfValue.EcmaArray(OBJECT.properties());
        for (AmfValue value : List.of(OBJECT, array)) {
            assertThat(value.property("app").asText()).contains("live");
            assertThat(value.property("objectEncoding").asInt(0)).isEqualTo(3);
            assertThat(value.property("fpad").asBoolean(true)).isFalse();
            assertThat(value.property("tcUrl")).isEqualTo(AmfValue.Nothing.UNDEFINED);
        }
    }

    @Test
    void accessorsGiveTheFallbackForOtherTypes() {
        AmfValue text = AmfValue.text("1");
        assertThat(text.asNumber(7)).isEqualTo(7);
        assertThat(text.asInt(7)).isEqualTo(7);
        assertThat(text.asBoolean(true)).isTrue();
        assertThat(text.properties()).isEmpty();
        assertThat(text.elements()).isEmpty();
        assertThat(text.property("app").isNothing()).isTrue();
        assertThat(AmfValue.number(1).asText()).isEmpty();
        assertThat(AmfValue.Nothing.NULL.asText()).isEmpty();
        assertThat(new AmfValue.Xml("<a/>").asText()).contains("<a/>");
    }

    @Test
    void intsAreNumbersThatFit() {
        assertThat(AmfValue.number(2.9).asInt(-7)).isEqualTo(2);
        assertThat(AmfValue.number(-2.9).asInt(-7)).isEqualTo(-2);
        assertThat(AmfValue.number(Integer.MAX_VALUE).asInt(-7)).isEqualTo(Integer.MAX_VALUE);
        assertThat(AmfValue.number(Integer.MIN_VALUE).asInt(-7)).isEqualTo(Integer.MIN_VALUE);
        for (double unfit : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e300, 0x8000_0000L, -0x8000_0001L}) {
            assertThat(AmfValue.number(unfit).asInt(-7)).isEqualTo(-7);
        }
    }

    @Test
    void numbersAreTrueUnlessTheyAreZeroOrNaN() {
        assertThat(AmfValue.number(1).asBoolean(false)).isTrue();
        assertThat(AmfValue.number(-2000).asBoolean(false)).isTrue();
        assertThat(AmfValue.number(-0.0).asBoolean(true)).isFalse();
        assertThat(AmfValue.number(Double.NaN).asBoolean(true)).isFalse();
    }

    @Test
    void elementsAreFoundInEveryKindOfArray() { // fourCcList comes as any of them
        List<AmfValue> codecs = List.of(AmfValue.text("av01"), AmfValue.text("hvc1"));
        assertThat(new AmfValue.StrictArray(codecs).elements()).isEqualTo(codecs);
        assertThat(new AmfValue.Vector(AmfValue.ElementType.OBJECT, false, "", codecs).elements())
                .isEqualTo(codecs);
        assertThat(new AmfProperties()
                        .put("0", "av01")
                        .put("1", "hvc1")
                        .ecmaArray()
                        .elements())
                .isEqualTo(codecs);
    }

    @Test
    void valuesDoNotChangeWithWhatTheyWereMadeFrom() {
        Map<String, AmfValue> properties = new LinkedHashMap<>(Map.of("a", AmfValue.bool(true)));
        List<AmfValue> values = new ArrayList<>(List.of(AmfValue.bool(true)));
        byte[] content = {1, 2};
        var object = new AmfValue.Obj("", properties);
        var ecmaArray = new AmfValue.EcmaArray(properties);
        var strictArray = new AmfValue.StrictArray(values);
        var bytes = new AmfValue.Bytes(content);
        properties.clear();
        values.clear();
        content[0] = 9;
        bytes.toByteArray()[1] = 9;

        assertThat(object.properties()).hasSize(1);
        assertThat(ecmaArray.properties()).hasSize(1);
        assertThat(strictArray.values()).hasSize(1);
        assertThat(bytes.toByteArray()).containsExactly(1, 2);
        assertThatThrownBy(() -> object.properties().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void byteArraysAreEqualByContentAndDoNotPrintIt() {
        var bytes = new AmfValue.Bytes(new byte[] {1, 2});
        assertThat(bytes)
                .isEqualTo(new AmfValue.Bytes(new byte[] {1, 2}))
                .hasSameHashCodeAs(new AmfValue.Bytes(new byte[] {1, 2}));
        assertThat(bytes).isNotEqualTo(new AmfValue.Bytes(new byte[] {1, 3}));
        assertThat(bytes).hasToString("Bytes[length=2]");
    }

    @Test
    void propertiesKeepTheirOrder() {
        AmfProperties properties = new AmfProperties().put("z", 1).put("a", 2).putAll(Map.of("m", AmfValue.number(3)));
        properties.put("z", 4);
        assertThat(properties.object().properties().keySet()).containsExactly("z", "a", "m");
        assertThat(properties.ecmaArray().property("z")).isEqualTo(AmfValue.number(4));
    }

    @Test
    void vectorsHoldWhatTheirTypeAdmits() {
        for (double unfit : new double[] {0.5, Double.NaN, 0x8000_0000L, -0x8000_0001L}) {
            refuse(AmfValue.ElementType.INT, AmfValue.number(unfit));
        }
        for (double unfit : new double[] {0.5, Double.NaN, -1, 0x1_0000_0000L}) {
            refuse(AmfValue.ElementType.UINT, AmfValue.number(unfit));
        }
        refuse(AmfValue.ElementType.DOUBLE, AmfValue.text("1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AmfValue.Vector(AmfValue.ElementType.INT, false, "a.B", List.of()));
    }

    @Test
    void limitsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AmfLimits(0, 1, 1, 1, 0))
                .withMessageContaining("depth");
        assertThatIllegalArgumentException().isThrownBy(() -> new AmfLimits(257, 1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AmfLimits(1, 0, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AmfLimits(1, 1, 65_536, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AmfLimits(1, 1, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new AmfLimits(1, 1, 1, 1, -1));
    }

    private static void refuse(AmfValue.ElementType type, AmfValue element) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AmfValue.Vector(type, false, "", List.of(element)))
                .withMessageContaining(type.name());
    }
}
