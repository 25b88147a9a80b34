package dev.headwater.loadtest.command;

import dev.headwater.loadtest.source.FlvLoop;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.loadtest.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What our publishers send; a picocli mixin. */
final class MediaOptions {
    @Option(
            names = "--kbps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bit rate of generated media, audio included. Default: ${DEFAULT-VALUE}.")
    private int kbps;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "25",
            description = "Frame rate of generated media. Default: ${DEFAULT-VALUE}.")
    private int fps;

    @Option(
            names = "--gop",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "From one key frame to the next, in generated media. Default: ${DEFAULT-VALUE}.")
    private Duration gop = Duration.ZERO;

    @Option(names = "--no-audio", description = "Generate video alone.")
    private boolean noAudio;

    @Option(
            names = "--flv",
            paramLabel = "FILE",
            description = "Publish this FLV file in a loop, and generate nothing. Latency is measured for AVC video.")
    private @Nullable Path flv;

    /** @throws IllegalArgumentException if there can be no such media */
    Supplier<Source> media() {
        if (flv != null) {
            var file = FlvLoop.File.read(flv);
            return file::source;
        }
        var shape = new Shape(kbps, fps, gop, !noAudio);
        return () -> new GeneratedSource(shape);
    }

    String describe() {
        return flv != null
                ? flv.toString()
                : "%d kbit/s, %d fps, key frame each %s%s"
                        .formatted(kbps, fps, Durations.text(gop), noAudio ? ", no audio" : "");
    }
}
