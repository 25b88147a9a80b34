package dev.headwater.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Series of single streams. Those of a stream that is not named any more vanish. Thread-safe; {@link #show} has one caller at a time. */
public final class StreamSeries {
    private final MultiGauge players;
    private final MultiGauge bits;
    private final MultiGauge pictures;
    private final MultiGauge dropped;

    /**
     * One stream now.
     *
     * @param players at this node
     * @param bitsPerSecond that come in
     * @param picturesPerSecond by timestamps
     * @param droppedFrames of the players that are there now
     */
    public record Figures(
            String app,
            String stream,
            long players,
            double bitsPerSecond,
            double picturesPerSecond,
            long droppedFrames) {
        private Tags tags() {
            return Tags.of("app", app, "stream", stream);
        }
    }

    StreamSeries(MeterRegistry registry) {
        players = MultiGauge.builder("headwater.stream.players")
                .description("Players of the stream at this node")
                .register(registry);
        bits = MultiGauge.builder("headwater.stream.bits.per.second")
                .description("Bits a second of the stream that come to this node")
                .register(registry);
        pictures = MultiGauge.builder("headwater.stream.pictures.per.second")
                .description("Pictures a second of the stream, by timestamps")
                .register(registry);
        dropped = MultiGauge.builder("headwater.stream.dropped.frames")
                .description(
                        "Frames not sent to the players that the stream has at this node now, who could not keep up")
                .register(registry);
    }

    /** These streams and no others. */
    public void show(Collection<Figures> streams) {
        show(players, streams, Figures::players);
        show(bits, streams, Figures::bitsPerSecond);
        show(pictures, streams, Figures::picturesPerSecond);
        show(dropped, streams, Figures::droppedFrames);
    }

    private static void show(MultiGauge gauge, Collection<Figures> streams, ToDoubleFunction<Figures> figure) {
        gauge.register(
                streams.stream()
                        .map(stream -> MultiGauge.Row.of(stream.tags(), figure.applyAsDouble(stream)))
                        .toList(),
                true);
    }
}
