package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** HLS and low-latency HLS. */
@Doc("Streams as HLS and low-latency HLS, made while somebody asks for them; [hls.md](hls.md) tells how.")
@NeedsRestart
public interface HlsConfig extends AppHlsConfig {
    @Doc("Threads that make segments; they serve no sockets.")
    @WithDefault("1")
    @Range(min = "1", max = "64")
    int threads();

    @Doc("How long after the last request the segments of a stream are made no more; three target durations at least.")
    @WithDefault("15s")
    @Range(min = "1s", max = "10m")
    Duration idle();

    @Doc("How long after its last request a player is counted as gone; three target durations at least.")
    @WithDefault("20s")
    @Range(min = "1s", max = "10m")
    Duration sessionTimeout();

    @Doc(
            "Most streams that are cut at once, one that is cut in several ways counted for each; further ones are answered with 503.")
    @WithDefault("200")
    @Range(min = "1", max = "100000")
    int maxPackagers();

    @Doc(
            "Most bytes of segments of all streams together. Above three quarters of it streams keep three target durations, and further ones are answered with 503; above all of it the one that was begun last is cut no more.")
    @Computed("a quarter of the largest heap")
    @Range(min = "1MiB", max = "1TiB")
    @WithConverter(DiskSizeConverter.class)
    long maxMemory();

    @Doc("Most players at once; further ones are answered with 503.")
    @WithDefault("50000")
    @Range(min = "1", max = "10000000")
    int maxSessions();

    @Doc("Most requests that wait at once for what comes next of a stream; further ones are answered with 503.")
    @WithDefault("20000")
    @Range(min = "1", max = "10000000")
    int maxWaiting();
}
