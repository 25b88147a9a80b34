package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What the metrics page has beside the totals of the node. */
@Doc("What the metrics page has beside the totals of the node; see [metrics.md](metrics.md).")
public interface MetricsConfig {
    @Doc("Streams with series of their own, as `app/name`, `app/begin*` or `app/*`, while this node has them.")
    Optional<List<@WithConverter(StreamPatternConverter.class) StreamPattern>> streams();

    @Doc("So many of the streams that most clients of this node play have series of their own too.")
    @WithDefault("0")
    @Range(min = "0", max = "1000")
    int topStreams();

    @Doc(
            "Streams with series of their own at one time, however they are chosen; those that `metrics.streams` names come first.")
    @WithDefault("100")
    @Range(min = "0", max = "10000")
    int maxStreams();

    @Doc(
            "Names under which totals are told as well: `srs` is those of SRS (`srs_streams`), for dashboards made for it; `none`.")
    @WithDefault("none")
    Aliases aliases();

    /** Names that others have for the same. */
    enum Aliases {
        NONE,
        SRS
    }
}
