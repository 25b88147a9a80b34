package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What of {@link HlsConfig} may be turned for one app. */
@Doc("Streams as HLS and low-latency HLS.")
public interface AppHlsConfig {
    @Doc(
            "What segments are, where the player does not ask for the other by `?container=`: `fmp4`, for all codecs that browsers know; or `ts`, for old players, without low latency. `off` serves no HLS.")
    @WithDefault("fmp4")
    HlsContainer container();

    @Doc(
            "Shortest segment. Segments begin at key frames, so they are longer where those are further apart. Set the same at all nodes.")
    @WithDefault("2s")
    @Range(min = "1s", max = "30s")
    Duration segmentDuration();

    @Doc(
            "Longest segment that is chosen for rare key frames; where they are rarer still, segments begin without one, too.")
    @WithDefault("12s")
    @Range(min = "1s", max = "1m")
    Duration maxSegmentDuration();

    @Doc(
            "Longest part of a segment, for players with low latency; `0s` is plain HLS. A player stays about three and a half parts behind. Set the same at all nodes.")
    @WithDefault("500ms")
    @Range(min = "0s", max = "5s")
    Duration partDuration();

    @Doc("Segments in a playlist; twice as many are kept.")
    @WithDefault("8")
    @Range(min = "4", max = "1000")
    int window();

    @Doc("Most bytes of segments that are kept of a rendition; over it, the oldest go early.")
    @WithDefault("128MiB")
    @Range(min = "1MiB", max = "2047MiB")
    @WithConverter(ByteSizeConverter.class)
    int maxBytes();

    @Doc(
            "Whether segments are encrypted: `none`, or `aes-128`, whose keys are fetched as segments are, and come from cluster.secret. Then there are no parts.")
    @WithDefault("none")
    HlsEncryption encryption();

    @Doc("Segments that share a key.")
    @WithDefault("10")
    @Range(min = "1", max = "1000000")
    int segmentsPerKey();
}
