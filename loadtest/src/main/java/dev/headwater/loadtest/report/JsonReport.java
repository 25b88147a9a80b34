package dev.headwater.loadtest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.measure.Times;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A run as JSON. Its fields are a promise, described in docs/loadtest.md: {@value #SCHEMA} counts up when one is renamed or
 * removed. A figure that was not measured is absent.
 */
public final class JsonReport {
    static final int SCHEMA = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /** The text of the file. */
    public static String of(Outcome outcome) {
        try {
            return MAPPER.writeValueAsString(tree(outcome)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts cannot be written", e);
        }
    }

    private static ObjectNode tree(Outcome outcome) {
        var summary = outcome.measured().summary();
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("schema", SCHEMA);
        tree.put("title", outcome.title());
        tree.put("version", outcome.version());
        tree.put("startedAt", summary.startedAt().toString());
        var machine = tree.putObject("machine");
        machine.put("cores", outcome.machine().cores());
        machine.put("memoryBytes", outcome.machine().memoryBytes());
        machine.put("system", outcome.machine().system());
        machine.put("java", outcome.machine().java());
        var parameters = tree.putObject("parameters");
        summary.parameters().forEach(parameters::put);
        tree.put("met", outcome.isMet());
        var verdicts = tree.putArray("verdicts");
        for (var verdict : outcome.verdicts()) {
            var item = verdicts.addObject();
            item.put("bound", verdict.bound());
            item.put("met", verdict.met());
            item.put("measured", verdict.measured());
            item.put("limit", verdict.limit());
        }
        summary(tree.putObject("summary"), outcome);
        SeriesJson.seconds(tree.putArray("seconds"), summary.seconds());
        SeriesJson.nodes(tree.putArray("nodes"), outcome.measured().nodes(), summary.startedAt());
        return tree;
    }

    private static void summary(ObjectNode json, Outcome outcome) {
        var run = outcome.measured();
        Summary summary = run.summary();
        json.put("wholeSeconds", summary.wholeSeconds());
        json.put("measuredSeconds", summary.measuredSeconds());
        json.put("receivedBytes", summary.receivedBytes());
        json.put("receivedMbps", summary.receivedMbps());
        json.put("videoFrames", summary.videoFrames());
        json.put("audioFrames", summary.audioFrames());
        json.put("sentBytes", summary.sentBytes());
        json.put("sentMbps", summary.sentMbps());
        json.put("sentFrames", summary.sentFrames());
        json.put("unsentFrames", summary.unsentFrames());
        var delivery = json.putObject("delivery");
        delivery.put("expectedFrames", summary.delivery().expectedFrames());
        delivery.put("receivedFrames", summary.delivery().receivedFrames());
        if (summary.delivery().expectedFrames() > 0) {
            delivery.put("ratio", summary.delivery().ratio());
        }
        times(json, "latency", summary.latency());
        times(json, "firstFrame", summary.firstFrame());
        times(json, "publishStart", summary.publishStart());
        times(json, "sendLag", summary.sendLag());
        json.put("attempts", summary.attempts());
        json.put("joins", summary.joins());
        json.put("cycles", summary.cycles());
        json.put("publishes", summary.publishes());
        var faults = json.putObject("faults");
        summary.faults().forEach((fault, count) -> faults.put(fault.text(), count));
        counts(json.putObject("failures"), summary.failures());
        counts(json.putObject("disconnects"), summary.disconnects());
        if (summary.stalled().players() > 0) {
            var stalled = json.putObject("stalled");
            stalled.put("players", summary.stalled().players());
            stalled.put("closed", summary.stalled().closed());
            times(stalled, "untilClosed", summary.stalled().untilClosed());
        }
        if (!summary.hls().isEmpty()) {
            var hls = json.putObject("hls");
            times(hls, "playlist", summary.hls().playlist());
            times(hls, "firstByte", summary.hls().firstByte());
            times(hls, "segment", summary.hls().segment());
            times(hls, "latency", summary.hls().latency());
            times(hls, "halts", summary.hls().halts());
            counts(hls.putObject("missed"), summary.hls().missed());
        }
        if (!summary.ffmpegs().isEmpty()) {
            var ffmpegs = json.putArray("ffmpegs");
            summary.ffmpegs().forEach(ffmpeg -> ffmpeg(ffmpegs.addObject(), ffmpeg));
        }
        json.put("loadCpuSeconds", summary.cpuSeconds());
        put(json, "serverCores", run.serverCores());
        put(json, "serverCpuSecondsPerGb", run.serverCpuSecondsPerGigabyte());
        put(json, "maxServerResidentBytes", run.maxServerResidentBytes());
    }

    private static void ffmpeg(ObjectNode json, FfmpegFigures ffmpeg) {
        json.put("name", ffmpeg.name());
        json.put("url", ffmpeg.url());
        json.put("frames", ffmpeg.frames());
        json.put("fps", ffmpeg.fps());
        json.put("speed", ffmpeg.speed());
        ffmpeg.firstOutput().ifPresent(time -> json.put("firstOutputMs", time.toMillis()));
        json.put("duplicated", ffmpeg.duplicated());
        json.put("dropped", ffmpeg.dropped());
        json.put("stalls", ffmpeg.stalls());
        json.put("stalledMs", ffmpeg.stalled().toMillis());
        json.put("exitStatus", ffmpeg.exitStatus());
        json.put("failed", ffmpeg.isFailure());
        json.put("outcome", ffmpeg.outcome());
    }

    private static void counts(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    /** Absent where nothing was counted. */
    static void times(ObjectNode parent, String name, Times times) {
        if (times.count() > 0) {
            var json = parent.putObject(name);
            json.put("count", times.count());
            json.put("p50Ms", times.p50Ms());
            json.put("p90Ms", times.p90Ms());
            json.put("p99Ms", times.p99Ms());
            json.put("p999Ms", times.p999Ms());
            json.put("maxMs", times.maxMs());
        }
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
