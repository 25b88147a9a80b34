package dev.headwater.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Everything that an operator may turn on a node. Immutable and thread-safe; made by {@link ConfigLoader}. */
@ConfigMapping(prefix = "")
@Doc("The process.")
@NeedsRestart
public interface NodeConfig {
    IdentityConfig node();

    LogConfig log();

    RtmpConfig rtmp();

    RelayConfig relay();

    HttpConfig http();

    HlsConfig hls();

    TlsConfig tls();

    RtmpsConfig rtmps();

    HttpsConfig https();

    ManagementConfig management();

    MetricsConfig metrics();

    TracingConfig tracing();

    ClusterConfig cluster();

    AuthConfig auth();

    HooksConfig hooks();

    PublishConfig publish();

    PlayConfig play();

    ThumbnailConfig thumbnail();

    RecordConfig record();

    PullConfig pull();

    RelaysConfig relays();

    DescriptorsConfig descriptors();

    LimitsConfig limits();

    GopCacheConfig gopCache();

    PlayerConfig player();

    FanoutConfig fanout();

    HttpFlvConfig httpFlv();

    FlightConfig flight();

    /** By app, those that differ from the rest. */
    Map<String, AppConfig> apps();

    ShutdownConfig shutdown();

    @Doc(
            "How sockets are served: `epoll`, `io-uring` or `nio`; `auto` is io-uring where it works, else epoll, else nio.")
    @WithDefault("auto")
    TransportKind transport();

    @Doc("Event loops, and so the most cores that serve connections.")
    @Computed("the number of cores")
    @Range(min = "1", max = "1024")
    int eventLoops();

    /** Ways to serve sockets. */
    enum TransportKind {
        AUTO,
        EPOLL,
        IO_URING,
        NIO
    }
}
