package dev.headwater.loadtest.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    @Test
    void linesOfTheFormat() {
        assertThat(Exposition.read("""
                        # HELP a_total What it is
                        # TYPE a_total counter
                        a_total 3
                        b{} 1.5e3
                        c{x="1",y="two words"} -2 1700000000000

                        d { x = "1" , } +Inf
                        """))
                .containsExactly(
                        new MetricLine("a_total", Map.of(), 3),
                        new MetricLine("b", Map.of(), 1500),
                        new MetricLine("c", Map.of("x", "1", "y", "two words"), -2),
                        new MetricLine("d", Map.of("x", "1"), Double.POSITIVE_INFINITY));
    }

    @Test
    void labelsMayHoldAnything() {
        assertThat(Exposition.read("a{x=\"},{ \\\"q\\\" \\\\ \\n #\"} 1"))
                .containsExactly(new MetricLine("a", Map.of("x", "},{ \"q\" \\ \n #"), 1));
    }

    @Test
    void whatIsNoMetricIsRefusedWithItsPlace() {
        var wrong = Map.of(
                "<html>", "line 1, column 1: expected a name",
                "ok 1\na", "line 2, column 2: expected a number",
                "a one", "line 1, column 3: expected a number",
                "a{x} 1", "line 1, column 4: expected '='",
                "a{x=1} 1", "line 1, column 5: expected '\"'",
                "a{x=\"1 1", "line 1, column 9: expected the end of a quoted value",
                "a{x=\"1\" 1", "line 1, column 9: expected '}'",
                "a 1 2 3", "line 1, column 3: expected one value");
        wrong.forEach((text, message) -> assertThatThrownBy(() -> Exposition.read(text))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message));
    }

    @Test
    void anEmptyTextHasNoMetrics() {
        assertThat(Exposition.read("")).isEqualTo(List.of());
    }
}
