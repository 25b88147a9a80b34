package dev.headwater.loadtest.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class BoundTest {
    @Test
    void everyBoundHasAFigureAndALimitThatMeetsIt() {
        Map<String, String> verdicts = new HashMap<>(Map.of(
                "--max-p50=4.25ms", "PASS max-p50: 4.3 ms (limit 4.3 ms)",
                "--max-p99=20ms", "PASS max-p99: 18.5 ms (limit 20.0 ms)",
                "--max-first-frame-p99=1s", "PASS max-first-frame-p99: 12.5 ms (limit 1000.0 ms)",
                "--min-delivery=0.9999", "PASS min-delivery: 0.99990 (limit 0.99990)",
                "--max-failures=1", "PASS max-failures: 1 (limit 1)",
                "--max-disconnects=0", "PASS max-disconnects: 0 (limit 0)",
                "--max-faults=2", "PASS max-faults: 2 (limit 2)",
                "--max-server-cpu-per-gb=60", "PASS max-server-cpu-per-gb: 60.00 s/GB (limit 60.00 s/GB)",
                "--max-server-cores=0.75", "PASS max-server-cores: 0.75 cores (limit 0.75 cores)",
                "--max-server-memory=210", "PASS max-server-memory: 210 MB (limit 210 MB)"));
        verdicts.put("--max-segment-p99=12ms", "PASS max-segment-p99: 12.0 ms (limit 12.0 ms)");
        verdicts.put("--max-halts=3", "PASS max-halts: 3 (limit 3)");
        verdicts.put("--max-missed=2", "PASS max-missed: 2 (limit 2)");
        assertThat(verdicts).hasSize(Figure.values().length);
        verdicts.forEach((option, verdict) ->
                assertThat(judge(option, MadeUpRun.whole())).hasToString(verdict));
    }

    @Test
    void everyBoundCanBeMissed() {
        Map<String, String> verdicts = Map.of(
                "--max-p50=4.2ms", "FAIL max-p50: 4.3 ms (limit 4.2 ms)",
                "--max-p99=18.4ms", "FAIL max-p99: 18.5 ms (limit 18.4 ms)",
                "--max-first-frame-p99=12ms", "FAIL max-first-frame-p99: 12.5 ms (limit 12.0 ms)",
                "--min-delivery=1", "FAIL min-delivery: 0.99990 (limit 1.00000)",
                "--max-failures=0", "FAIL max-failures: 1 (limit 0)",
                "--max-halts=2", "FAIL max-halts: 3 (limit 2)",
                "--max-faults=1", "FAIL max-faults: 2 (limit 1)",
                "--max-server-cpu-per-gb=1.5", "FAIL max-server-cpu-per-gb: 60.00 s/GB (limit 1.50 s/GB)",
                "--max-server-cores=0.5", "FAIL max-server-cores: 0.75 cores (limit 0.50 cores)",
                "--max-server-memory=209", "FAIL max-server-memory: 210 MB (limit 209 MB)");
        verdicts.forEach((option, verdict) ->
                assertThat(judge(option, MadeUpRun.whole())).hasToString(verdict));
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        for (var figure : Figure.values()) {
            var verdict = new Bound(figure, 1).judge(MadeUpRun.empty());
            assertThat(verdict.met()).as(figure.option()).isFalse();
            assertThat(verdict.measured()).isEqualTo("not measured");
        }
    }

    @Test
    void withoutOptionsNothingIsDemanded() {
        assertThat(parse().bounds()).isEmpty();
    }

    @Test
    void boundsComeInOneOrder() {
        assertThat(parse("--max-faults=0", "--min-delivery=1", "--max-p50=1s").bounds())
                .extracting(bound -> bound.figure())
                .containsExactly(Figure.MAX_P50, Figure.MIN_DELIVERY, Figure.MAX_FAULTS);
    }

    @Test
    void aLimitThatIsNoneIsRefusedWithItsForm() {
        Map<String, String> refused = Map.of(
                "--max-p99=20", "'20' is no time such as 20ms or 1.5s",
                "--max-p99=-1ms", "'-1ms' is no time such as 20ms or 1.5s",
                "--min-delivery=99.9", "'99.9' is no share between 0 and 1, such as 0.999",
                "--min-delivery=all", "'all' is not a share between 0 and 1, such as 0.999",
                "--max-failures=1.5", "'1.5' is no whole number",
                "--max-server-cores=NaN", "'NaN' is not a number");
        refused.forEach((option, reason) -> assertThatThrownBy(() -> parse(option))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(reason));
    }

    private static Verdict judge(String option, Measured run) {
        return parse(option).bounds().getFirst().judge(run);
    }

    private static BoundOptions parse(String... arguments) {
        var command = new TestCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.bounds;
    }

    @CommandLine.Command
    private static final class TestCommand {
        @CommandLine.Mixin
        private final BoundOptions bounds = new BoundOptions();
    }
}
