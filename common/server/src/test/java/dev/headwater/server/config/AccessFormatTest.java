package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessFormatTest {
    private static String line(String format, Map<AccessField, String> values) {
        return AccessFormat.parse(format).line(field -> values.getOrDefault(field, "-"));
    }

    @Test
    void fieldsStandInTheText() {
        var values = new EnumMap<AccessField, String>(AccessField.class);
        values.put(AccessField.PEER, "192.0.2.7:1");
        values.put(AccessField.BYTES, "12");
        assertThat(line("$peer \"$app\" ($bytes)", values)).isEqualTo("192.0.2.7:1 \"-\" (12)");
        assertThat(line("$bytes$bytes", values)).isEqualTo("1212");
        assertThat(line("plain", values)).isEqualTo("plain");
        assertThat(line("", values)).isEmpty();
    }

    @Test
    void fieldThatThereIsNotIsNamed() {
        for (String wrong : new String[] {"$peers", "$ peer", "$PEER", "cost: 5$"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AccessFormat.parse(wrong))
                    .withMessageContaining("no field $")
                    .withMessageContaining("$peer $app");
        }
    }

    @Test
    void itIsReadFromTheConfiguration() {
        assertThat(ConfigLoader.of("log.access-format=$event $peer, $reason")
                        .log()
                        .accessFormat())
                .contains(AccessFormat.parse("$event $peer, $reason"));
        assertThat(ConfigLoader.of().log().accessFormat()).isEmpty();
    }
}
