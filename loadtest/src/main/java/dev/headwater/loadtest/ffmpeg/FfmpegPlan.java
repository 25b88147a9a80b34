package dev.headwater.loadtest.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many ffmpegs take part in a run, and which.
 *
 * @param program {@code auto} (the system's, else the distribution's), {@code system}, {@code bundled} or a path
 * @param input a file to publish in a loop as it is; else each publisher encodes a test picture
 */
public record FfmpegPlan(int publishers, int players, String program, Optional<Path> input) {
    public static final String AUTO = "auto";

    public static final FfmpegPlan NONE = new FfmpegPlan(0, 0, AUTO, Optional.empty());

    public FfmpegPlan {
        if (publishers < 0 || players < 0) {
            throw new IllegalArgumentException(
                    "%d ffmpeg publishers and %d players: expected 0 or more".formatted(publishers, players));
        }
        input.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new IllegalArgumentException("cannot read the ffmpeg input " + file);
        });
    }

    public boolean isEmpty() {
        return publishers == 0 && players == 0;
    }

    boolean encodes() {
        return publishers > 0 && input.isEmpty();
    }
}
