package dev.headwater.loadtest.ffmpeg;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of real ffmpegs, for every command that has any. */
public final class FfmpegOptions {
    @Option(
            names = "--ffmpeg-publishers",
            paramLabel = "N",
            description = "Real ffmpeg processes that publish, each a stream of its own, beside the virtual clients.")
    private int publishers;

    @Option(
            names = "--ffmpeg-players",
            paramLabel = "N",
            description = "Real ffmpeg processes that play and decode, spread over the streams.")
    private int players;

    @Option(
            names = "--ffmpeg",
            paramLabel = "auto|system|bundled|PATH",
            defaultValue = FfmpegPlan.AUTO,
            description =
                    "Which ffmpeg, 4.4 or later: the one on the PATH, the one in the distribution, or a file; auto "
                            + "takes the first that works. Default: ${DEFAULT-VALUE}.")
    private String program = FfmpegPlan.AUTO;

    @Option(
            names = "--ffmpeg-input",
            paramLabel = "FILE",
            description =
                    "What the ffmpeg publishers send, in a loop, as it is: H.264 and AAC in FLV or MP4. Costs next "
                            + "to no CPU. Without it each encodes a test picture of 640x360.")
    private @Nullable Path input;

    /** @throws IllegalArgumentException for what cannot be done */
    public FfmpegPlan plan() {
        return new FfmpegPlan(publishers, players, program, Optional.ofNullable(input));
    }
}
