package dev.headwater.server.launch;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.media.flv.HevcTags;
import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.HubSettings;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.AppConfig;
import dev.headwater.server.config.AppHooksConfig;
import dev.headwater.server.config.AppLimitsConfig;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.ClusterConfig;
import dev.headwater.server.config.ClusterSecrets;
import dev.headwater.server.config.FanoutConfig;
import dev.headwater.server.config.HttpFlvConfig;
import dev.headwater.server.config.LimitsConfig;
import dev.headwater.server.config.Loopback;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RtmpConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.flv.FlvSettings;
import dev.headwater.server.foreign.ForeignSettings;
import dev.headwater.server.http.HttpSettings;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.limits.LimitValues;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.relay.LinkSettings;
import dev.headwater.server.relay.PullSettings;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.rtmp.RtmpSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The configuration in the words of the modules below, which know no configuration. */
public final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final int PINGS_PER_SILENCE = 3;

    private Settings() {}

    /** @param lite see {@link ClusterSettings#lite} */
    public static ClusterSettings cluster(NodeConfig config, boolean lite) {
        var cluster = config.cluster();
        return new ClusterSettings(
                cluster.name(),
                config.node().name(),
                config.node().zone(),
                cluster.host(),
                config.node().host(),
                cluster.port(),
                cluster.eventBusPort(),
                seeds(cluster),
                lite,
                new Succession(cluster.announceInterval(), cluster.recordLife(), cluster.tombstoneLife()));
    }

    private static Seeds seeds(ClusterConfig cluster) {
        return cluster.dnsName()
                .<Seeds>map(name -> new Seeds.DnsName(name, cluster.port()))
                .orElseGet(() -> Seeds.members(cluster.members().orElse(List.of())));
    }

    public static SessionLimits sessionLimits(RtmpConfig rtmp) {
        return new SessionLimits(
                rtmp.maxMessageBytes(),
                rtmp.maxUnauthorisedMessageBytes(),
                rtmp.maxChunkStreams(),
                rtmp.maxPartialBytes(),
                rtmp.maxAmfDepth(),
                rtmp.maxAmfNodes(),
                rtmp.maxMessageStreams(),
                rtmp.maxNameBytes(),
                rtmp.maxMetadataBytes());
    }

    public static ServerSettings session(RtmpConfig rtmp) {
        return new ServerSettings(rtmp.chunkSize(), rtmp.windowBytes());
    }

    public static HubSettings hub(NodeConfig config, NodeMetrics metrics, HeapWatch heap) {
        int gopBytes = config.gopCache().maxBytes();
        return new HubSettings(
                config.gopCache().maxDuration(),
                () -> heap.isShort() ? 0 : gopBytes,
                config.player().queueDuration(),
                config.player().queueBytes(),
                config.player().stuckAfter(),
                fanout(config),
                System::nanoTime,
                metrics.fanout);
    }

    /** Apps whose streams everybody may play, wherever he comes from. */
    static Predicate<String> openApps(NodeConfig config) {
        Function<String, AppAuthConfig> auth = byApp(config, config.auth(), AppConfig::auth);
        Function<String, AppHooksConfig> hooks = byApp(config, config.hooks(), AppConfig::hooks);
        return app -> auth.apply(app).play().has(AuthMode.OPEN)
                && auth.apply(app).playAllow().isEmpty()
                && auth.apply(app).playDeny().isEmpty()
                && hooks.apply(app).onConnect().isEmpty();
    }

    /** What becomes of a publish of a name that is live, by app. */
    public static Function<String, ClaimPolicy> publishPolicy(RunningConfig running) {
        var policy = running.derived(config ->
                byApp(config, config.publish().policy(), app -> app.publish().policy()));
        return app -> policy.get().apply(app);
    }

    /** What may be at most, by limit and app. */
    static LimitValues limits(RunningConfig running) {
        var values = running.derived(Settings::limits);
        return (limit, app) -> values.get().most(limit, app);
    }

    private static LimitValues limits(NodeConfig config) {
        LimitsConfig common = config.limits();
        Function<String, AppLimitsConfig> byApp = byApp(config, common, AppConfig::limits);
        return (limit, app) -> switch (limit) {
            case PLAYERS_PER_STREAM -> byApp.apply(app).playersPerStream();
            case PLAYERS_PER_APP -> byApp.apply(app).playersPerApp();
            case PLAYERS_PER_ADDRESS -> byApp.apply(app).playersPerAddress();
            case PLAYERS_PER_NODE -> common.playersPerNode();
            case PUBLISHERS_PER_APP -> byApp.apply(app).publishersPerApp();
            case PUBLISHERS_PER_ADDRESS -> byApp.apply(app).publishersPerAddress();
            case PUBLISHERS_PER_NODE -> common.publishersPerNode();
            case CONNECTIONS_PER_ADDRESS -> common.connectionsPerAddress();
            case CONNECTS_PER_ADDRESS -> common.connectsPerAddress();
            case CONNECTS_PER_NODE -> common.connectsPerNode();
            case HEAP_PERCENT -> common.heapPercent();
            case PUBLISH_KBPS -> byApp.apply(app).publishKbps();
        };
    }

    private static Function<String, FanoutSettings> fanout(NodeConfig config) {
        return byApp(config, fanout(config.fanout()), app -> fanout(app.fanout()));
    }

    /** A look-up and nothing else: it is asked on event loops. */
    static <T> Function<String, T> byApp(NodeConfig config, T common, Function<AppConfig, T> own) {
        var byApp = new HashMap<String, T>();
        config.apps().forEach((app, keys) -> byApp.put(app, own.apply(keys)));
        return app -> byApp.getOrDefault(app, common);
    }

    private static FanoutSettings fanout(FanoutConfig fanout) {
        return new FanoutSettings(fanout.maxDelay(), fanout.maxStretch());
    }

    /**
     * What this node proves itself with to other nodes, and they to it. Blocks if the secret is in a file.
     *
     * @param clock that of the cluster
     */
    public static RelayGrants grants(NodeConfig config, InstantSource clock) {
        var grants = new RelayGrants(ClusterSecrets.read(config.cluster()), clock);
        if (!grants.areRequired()) {
            LOG.atLevel(
                            config.cluster().members().isPresent()
                                            || config.cluster().dnsName().isPresent()
                                    ? Level.WARN
                                    : Level.INFO)
                    .log(
                            "cluster.secret is not set: the relay port takes whoever reaches it, and listens to this machine only ({})",
                            config.relay().host());
        }
        return grants;
    }

    /** Where other nodes find the relay port: one that listens to this machine only is to be found there. */
    static String relayHost(NodeConfig config) {
        String bound = config.relay().host();
        return Loopback.isOne(bound) ? bound : config.node().host();
    }

    /** Where broadcasters and players come. */
    public static PortSettings rtmpPort(NodeConfig config) {
        var rtmp = config.rtmp();
        return new PortSettings(rtmp.host(), rtmp.port(), true, Optional.empty());
    }

    /** The same within TLS. */
    static PortSettings rtmpsPort(NodeConfig config, TlsSettings tls) {
        var rtmps = config.rtmps();
        return new PortSettings(rtmps.host(), rtmps.port(), true, Optional.of(tls));
    }

    /** Where web players come within TLS. */
    static PortSettings httpsPort(NodeConfig config, TlsSettings tls) {
        var https = config.https();
        return new PortSettings(https.host(), https.port(), true, Optional.of(tls));
    }

    /**
     * Where other nodes come.
     *
     * @param tls if they show certificates
     */
    public static PortSettings relayPort(NodeConfig config, Optional<NodeTls> tls) {
        return new PortSettings(config.relay().host(), config.relay().port(), false, tls.map(NodeTls::settings));
    }

    /** Where web players come. */
    public static PortSettings httpPort(NodeConfig config) {
        var http = config.http();
        return new PortSettings(http.host(), http.port(), true, Optional.empty());
    }

    /** How the HTTP media ports serve. */
    static HttpSettings http(NodeConfig config) {
        var http = config.http();
        return new HttpSettings(
                http.requestTimeout(), http.maxConnections(), http.corsOrigins().orElse(List.of("*")));
    }

    /** FLV over HTTP. */
    public static FlvSettings flv(NodeConfig config) {
        return new FlvSettings(
                config.player().notsentLowat(),
                byApp(config, hevc(config.httpFlv()), app -> hevc(app.httpFlv())),
                config.rtmp().maxMessageBytes(),
                config.rtmp().maxMetadataBytes(),
                config.publish().silenceTimeout(),
                config.publish().mediaTimeout());
    }

    private static HevcTags hevc(HttpFlvConfig flv) {
        return switch (flv.hevc()) {
            case ENHANCED -> HevcTags.ENHANCED;
            case LEGACY -> HevcTags.LEGACY;
        };
    }

    /** The port for broadcasters and players. */
    public static RtmpSettings rtmp(NodeConfig config) {
        return rtmp(
                config,
                config.rtmp().pingInterval(),
                config.publish().mediaTimeout(),
                config.descriptors().reserve());
    }

    /**
     * The port for other nodes: a pulling node knows by the pings that this one lives, even if the stream is quiet. One pull
     * serves many players, so nodes may have the last file descriptors.
     */
    public static RtmpSettings relay(NodeConfig config) {
        return rtmp(config, config.pull().silenceTimeout().dividedBy(PINGS_PER_SILENCE), Duration.ZERO, 0);
    }

    private static RtmpSettings rtmp(
            NodeConfig config, Duration pingInterval, Duration mediaTimeout, int descriptorReserve) {
        var rtmp = config.rtmp();
        return new RtmpSettings(
                sessionLimits(rtmp),
                session(rtmp),
                rtmp.handshakeTimeout(),
                rtmp.connectTimeout(),
                config.publish().silenceTimeout(),
                mediaTimeout,
                config.player().notsentLowat(),
                pingInterval,
                rtmp.maxConnections(),
                descriptorReserve);
    }

    /** What is remembered of each session. */
    public static FlightRecorder flights(NodeConfig config) {
        var flight = config.flight();
        return new FlightRecorder(flight.events(), flight.bytes(), flight.keep(), flight.ended(), System::nanoTime);
    }

    /** How other nodes are connected to. */
    public static LinkSettings relayLinks(NodeConfig config) {
        return new LinkSettings(
                sessionLimits(config.rtmp()),
                config.rtmp().chunkSize(),
                config.pull().connectTimeout());
    }

    /** The same for servers that are none of ours. */
    public static ForeignSettings foreignLinks(NodeConfig config) {
        return new ForeignSettings(
                sessionLimits(config.rtmp()),
                config.rtmp().connectTimeout(),
                config.relays().silenceTimeout(),
                config.player().notsentLowat());
    }

    public static PullSettings pull(NodeConfig config) {
        return new PullSettings(
                config.play().waitAtMost(),
                config.play().linger(),
                config.play().hold(),
                config.publish().hold(),
                config.pull().silenceTimeout(),
                config.pull().connectTimeout(),
                config.pull().backoffMin(),
                config.pull().backoffMax());
    }
}
