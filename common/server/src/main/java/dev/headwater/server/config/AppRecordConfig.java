package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What of {@link RecordConfig} may be turned for one app. */
@Doc("Recordings.")
public interface AppRecordConfig {
    @Doc("What streams are recorded as: `flv`, as the publisher sends them, Enhanced RTMP's codecs included; or `off`.")
    @WithDefault("off")
    RecordContainer container();

    @Doc("How long a file gets before the next key frame begins another one; `0s` is for as long as the stream lasts.")
    @WithDefault("1h")
    @Range(min = "0s", max = "168h")
    Duration maxDuration();

    @Doc("How large a file gets before the next key frame begins another one; `0` is as large as it may be.")
    @WithDefault("0")
    @Range(min = "0", max = "1024TiB")
    @WithConverter(DiskSizeConverter.class)
    long maxBytes();
}
