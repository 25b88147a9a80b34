package dev.headwater.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.loadtest.bounds.MadeUpRun;
import dev.headwater.loadtest.bounds.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    static final Outcome OUTCOME = new Outcome(
            "load play",
            "1.2.3",
            new Machine(4, 8_000_000_000L, "Linux 6", "25"),
            MadeUpRun.whole(),
            List.of(
                    new Verdict("max-p99", true, "18.5 ms", "20.0 ms"),
                    new Verdict("min-delivery", false, "0.99990", "1.00000")));

    @Test
    void saysWhoRanWhatAndWhetherTheBoundsWereMet() throws JsonProcessingException {
        var json = json(OUTCOME);
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("title").asText()).isEqualTo("load play");
        assertThat(json.path("version").asText()).isEqualTo("1.2.3");
        assertThat(json.path("startedAt").asText()).isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(4);
        assertThat(json.at("/parameters/url").asText()).isEqualTo(MadeUpRun.EVIL);
        assertThat(json.path("met").asBoolean()).isFalse();
        assertThat(json.at("/verdicts/1/bound").asText()).isEqualTo("min-delivery");
        assertThat(json.at("/verdicts/1/met").asBoolean(true)).isFalse();
    }

    @Test
    void hasTheFiguresOfTheWholeRun() throws JsonProcessingException {
        var summary = json(OUTCOME).path("summary");
        assertThat(summary.path("receivedMbps").asDouble()).isEqualTo(100);
        assertThat(summary.at("/latency/p99Ms").asDouble()).isEqualTo(18.5);
        assertThat(summary.at("/firstFrame/count").asLong()).isEqualTo(100);
        assertThat(summary.at("/delivery/ratio").asDouble()).isEqualTo(0.9999);
        assertThat(summary.path("joins").asLong()).isEqualTo(100);
        assertThat(summary.path("failures").path(MadeUpRun.EVIL).asLong()).isEqualTo(1);
        assertThat(summary.at("/faults/lost frames").asLong()).isEqualTo(2);
        assertThat(summary.at("/stalled/players").asLong()).isEqualTo(5);
        assertThat(summary.at("/stalled/closed").asLong()).isEqualTo(4);
        assertThat(summary.at("/stalled/untilClosed/p99Ms").asDouble()).isEqualTo(16_000);
        assertThat(summary.at("/hls/segment/p99Ms").asDouble()).isEqualTo(12);
        assertThat(summary.at("/hls/latency/p50Ms").asDouble()).isEqualTo(6_100);
        assertThat(summary.at("/hls/halts/count").asLong()).isEqualTo(3);
        assertThat(summary.at("/hls/missed").path("segment: status 404").asLong())
                .isEqualTo(2);
        assertThat(summary.at("/ffmpegs/0/name").asText()).isEqualTo("ffmpeg player");
        assertThat(summary.at("/ffmpegs/0/firstOutputMs").asLong()).isEqualTo(700);
        assertThat(summary.at("/ffmpegs/0/failed").asBoolean()).isTrue();
        assertThat(summary.at("/ffmpegs/0/outcome").asText()).endsWith(MadeUpRun.EVIL);
        assertThat(summary.path("serverCores").asDouble()).isEqualTo(0.75);
        assertThat(summary.path("serverCpuSecondsPerGb").asDouble()).isEqualTo(60);
    }

    @Test
    void hasBothSeriesOnTheClockOfTheRun() throws JsonProcessingException {
        var json = json(OUTCOME);
        assertThat(json.path("seconds")).hasSize(10);
        assertThat(json.at("/seconds/1/measured").asBoolean(true)).isFalse();
        assertThat(json.at("/seconds/2/measured").asBoolean()).isTrue();
        assertThat(json.at("/seconds/9/stalled").asLong()).isEqualTo(1);
        assertThat(json.at("/seconds/4/faults").asLong()).isEqualTo(2);
        assertThat(json.at("/seconds/9/latency/maxMs").asDouble()).isEqualTo(34);
        assertThat(json.path("nodes")).hasSize(2);
        assertThat(json.at("/nodes/0/gaps").asLong()).isEqualTo(1);
        assertThat(json.at("/nodes/0/samples/10/elapsedSeconds").asDouble()).isEqualTo(10);
        assertThat(json.at("/nodes/0/samples/10/cpuSeconds").asDouble()).isEqualTo(8);
    }

    @Test
    void whatWasNotMeasuredIsAbsent() throws JsonProcessingException {
        var summary =
                json(Outcome.of("load play", MadeUpRun.empty(), List.of())).path("summary");
        assertThat(summary.has("attempts")).isTrue();
        assertThat(List.of(
                        "latency",
                        "firstFrame",
                        "stalled",
                        "ffmpegs",
                        "serverCores",
                        "serverCpuSecondsPerGb",
                        "maxServerResidentBytes"))
                .noneMatch(summary::has);
        assertThat(summary.path("delivery").has("ratio")).isFalse();
    }

    private static JsonNode json(Outcome outcome) throws JsonProcessingException {
        return new ObjectMapper().readTree(JsonReport.of(outcome));
    }
}
