package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Still pictures of streams, {@code /{app}/{stream}.jpg} on the HTTP media port. */
@Doc("Still pictures of streams, `/{app}/{stream}.jpg` on the HTTP media port, for whoever may play the stream.")
@NeedsRestart
public interface ThumbnailConfig {
    @Doc(
            "The ffmpeg that decodes them, each in a process of its own: a name to look for in `PATH`, or a path. Without it there are none.")
    Optional<@WithConverter(PathConverter.class) Path> ffmpeg();

    @Doc("For how long a picture is shown before a new one is made; also, that there was none.")
    @WithDefault("10s")
    @Range(min = "1s", max = "1h")
    Duration maxAge();

    @Doc("Width of the pictures; of a narrower stream, its own.")
    @WithDefault("640")
    @Range(min = "16", max = "3840")
    int width();

    @Doc("Pictures that are kept; the ones least asked for go first. Also, most that are waited for at once.")
    @WithDefault("500")
    @Range(min = "1", max = "100000")
    int kept();

    @Doc("Most ffmpegs at once.")
    @WithDefault("2")
    @Range(min = "1", max = "64")
    int concurrent();

    @Doc("How long to wait for a key frame, and how long one ffmpeg may run.")
    @WithDefault("5s")
    @Range(min = "1s", max = "1m")
    Duration timeout();

    @Doc("Memory that one ffmpeg may map, its program and libraries included.")
    @WithDefault("1GiB")
    @Range(min = "64MiB", max = "2047MiB")
    @WithConverter(ByteSizeConverter.class)
    int maxMemory();
}
