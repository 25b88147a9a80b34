package dev.headwater.loadtest.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.scrape.NodeFigure;
import dev.headwater.loadtest.scrape.NodeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The time series of a run as JSON. */
final class SeriesJson {
    private static final double MILLIS_PER_SECOND = 1000;

    private SeriesJson() {}

    static void seconds(ArrayNode json, List<Second> seconds) {
        for (var second : seconds) {
            var item = json.addObject();
            item.put("elapsedSeconds", second.elapsedSeconds());
            item.put("lengthSeconds", second.lengthSeconds());
            item.put("measured", second.measured());
            item.put("players", second.players());
            item.put("publishers", second.publishers());
            item.put("stalled", second.stalled());
            item.put("receivedBytes", second.receivedBytes());
            item.put("receivedMbps", second.receivedMbps());
            item.put("videoFrames", second.videoFrames());
            item.put("audioFrames", second.audioFrames());
            item.put("sentBytes", second.sentBytes());
            item.put("sentMbps", second.sentMbps());
            item.put("sentFrames", second.sentFrames());
            item.put("joins", second.joins());
            item.put("cycles", second.cycles());
            item.put("failures", second.failures());
            item.put("disconnects", second.disconnects());
            item.put("faults", second.faultCount());
            item.put("loadCpuSeconds", second.cpuSeconds());
            JsonReport.times(item, "latency", second.latency());
            JsonReport.times(item, "firstFrame", second.firstFrame());
            JsonReport.times(item, "segment", second.segment());
        }
    }

    static void nodes(ArrayNode json, List<NodeSeries> nodes, Instant start) {
        for (var node : nodes) {
            var item = json.addObject();
            item.put("node", node.node());
            item.put("gaps", node.gaps());
            node.lastGap().ifPresent(reason -> item.put("lastGap", reason));
            var samples = item.putArray("samples");
            for (var sample : node.samples()) {
                var figures = samples.addObject();
                figures.put(
                        "elapsedSeconds", Duration.between(start, sample.at()).toMillis() / MILLIS_PER_SECOND);
                sample.figures().forEach((figure, value) -> figures.put(name(figure), value));
            }
        }
    }

    private static String name(NodeFigure figure) {
        return switch (figure) {
            case CPU_SECONDS -> "cpuSeconds";
            case RESIDENT_BYTES -> "residentBytes";
            case HEAP_BYTES -> "heapBytes";
            case DIRECT_BYTES -> "directBytes";
            case PLAYERS -> "players";
            case SENT_BYTES -> "sentBytes";
            case DROPPED_FRAMES -> "droppedFrames";
            case LOOP_LAG_SECONDS -> "loopLagSeconds";
        };
    }
}
