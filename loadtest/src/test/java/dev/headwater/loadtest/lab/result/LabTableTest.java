package dev.headwater.loadtest.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LabTableTest {
    @Test
    void oneRoundShowsItsValuesAndLimits() {
        assertThat(table(result(gaps(412))))
                .contains("F1  origin killed: passed", "round 1: passed, CPU pressure 7 %", "proof: process 12 is gone")
                .containsPattern("\n  gap +412 ms +PASS  at most 1,200 ms\n");
    }

    @Test
    void severalRoundsShowLeastMedianAndMost() {
        assertThat(table(result(gaps(900, 412, 530)))).containsPattern("\n  gap +412 / 530 / 900 ms +PASS ");
    }

    @Test
    void aFaultThatWasMissedOnceIsMissed() {
        var missed = result(gaps(412, 1_201));

        assertThat(missed.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(table(missed))
                .contains("F1  origin killed: MISSED", "logs:  /logs/F1-2")
                .doesNotContain("/logs/F1-1")
                .containsPattern("\n  gap +412 / 807 / 1,201 ms +FAIL ");
    }

    @Test
    void aLimitWithAPartThatWasMeasuredIsShownFromItsLeastToItsLargest() {
        var rounds = List.of(
                round(1, new Figure("gap", 1_250, "ms", new Bound.AtMost(1_240))),
                round(2, new Figure("gap", 1_300, "ms", new Bound.AtMost(1_372))));

        assertThat(table(result(rounds)))
                .containsPattern("\n  gap +1,250 / 1,275 / 1,300 ms +FAIL  at most 1,240 to 1,372 ms\n");
    }

    @Test
    void whatMustBeSoIsAnsweredWithYesOrNo() {
        assertThat(table(result(List.of(round(1, isWhole(true)))))).containsPattern("\n  whole +yes +PASS  yes\n");
        assertThat(table(result(List.of(round(1, isWhole(true)), round(2, isWhole(false))))))
                .containsPattern("\n  whole +yes in 1 of 2 +FAIL  yes\n");
    }

    @Test
    void ofTheCountsBeforeTheFaultThoseAreShownThatWereNotAsTheyMustBe() {
        var gap = new Figure("gap", 52, "ms", new Bound.AtMost(1_000));
        var lost = new Figure("lost frames", 3, "", new Bound.Exactly(0));
        var repeated = new Figure("repeated frames", 0, "", new Bound.Exactly(0));
        var round = new Round(Outcome.INVALID, "lost", List.of(gap, lost, repeated), List.of(), List.of(), 0, "");

        assertThat(table(result(List.of(round))))
                .containsPattern("\n  control: gap +52 ms +PASS")
                .containsPattern("\n  control: lost frames +3 +FAIL")
                .doesNotContain("repeated");
    }

    @Test
    void aTimeOfWhatNeverHappenedIsNoneWithinItsLimit() {
        assertThat(new Figure("published after", -1, "ms", new Bound.AtMost(9_000)).isMet())
                .isFalse();
    }

    @Test
    void aFigureIsToldWithItsLimit() {
        assertThat(new Figure("gap", 1_402, "ms", new Bound.AtMost(1_200)).text())
                .isEqualTo("gap: 1,402 ms (at most 1,200 ms)");
        assertThat(isWhole(false).text()).isEqualTo("whole: no");
    }

    @Test
    void aRoundThatProvesNothingSaysWhy() {
        var invalid = Round.without(Outcome.INVALID, "the cluster is not complete", "/logs/F1-1");

        assertThat(table(new FaultResult("F1", "origin killed", List.of(invalid))))
                .contains("F1  origin killed: invalid", "CPU pressure unknown: the cluster is not complete");
    }

    @Test
    void figuresWithoutLimitHaveNoVerdict() {
        var told = new Figure("merged after", 7_000, "ms", new Bound.Any());

        assertThat(table(result(List.of(round(1, told))))).containsPattern("\n  merged after +7,000 ms\n");
    }

    @Test
    void theJsonHasEveryRound() throws JsonProcessingException {
        var json = new ObjectMapper().readTree(LabJson.of("loopback", List.of(result(gaps(412, 1_201)))));

        var rounds = json.path("faults").path(0).path("rounds");
        assertThat(json.path("faults").path(0).path("outcome").asText()).isEqualTo("missed");
        assertThat(rounds.size()).isEqualTo(2);
        assertThat(rounds.path(1).path("figures").path(0).path("atMost").asDouble())
                .isEqualTo(1_200);
        assertThat(rounds.path(1).path("figures").path(0).path("met").asBoolean())
                .isFalse();
    }

    private static Figure isWhole(boolean so) {
        return new Figure("whole", so ? 1 : 0, "", new Bound.Yes());
    }

    private static List<Round> gaps(double... values) {
        int[] number = {0};
        return DoubleStream.of(values)
                .mapToObj(value -> round(++number[0], new Figure("gap", value, "ms", new Bound.AtMost(1_200))))
                .toList();
    }

    private static Round round(int number, Figure figure) {
        var outcome = figure.isMet() ? Outcome.PASSED : Outcome.MISSED;
        return new Round(
                outcome, "", List.of(), List.of("process 12 is gone"), List.of(figure), 0.07, "/logs/F1-" + number);
    }

    private static FaultResult result(List<Round> rounds) {
        return new FaultResult("F1", "origin killed", rounds);
    }

    private static String table(FaultResult result) {
        var text = new StringWriter();
        LabTable.print(result, new PrintWriter(text, true));
        return text.toString();
    }
}
