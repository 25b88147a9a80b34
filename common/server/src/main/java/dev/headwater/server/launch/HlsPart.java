package dev.headwater.server.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.config.AppConfig;
import dev.headwater.server.config.AppHlsConfig;
import dev.headwater.server.config.ClusterSecrets;
import dev.headwater.server.config.HlsConfig;
import dev.headwater.server.config.HlsContainer;
import dev.headwater.server.config.HlsEncryption;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.hls.HlsRoutes;
import dev.headwater.server.hls.HlsService;
import dev.headwater.server.hls.HlsSessions;
import dev.headwater.server.hls.HlsSettings;
import dev.headwater.server.hls.Packagers;
import dev.headwater.server.hls.SegmentKeys;
import dev.headwater.server.hls.SessionNames;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.limits.UseLimiter;
import dev.headwater.server.play.PlayService;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.Endpoint;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;

/** HLS as a part of the node: packagers and players, who are asked for at the HTTP media port. */
final class HlsPart implements Part {
    private static final int OWN_SECRET_BYTES = 32;

    private final Packagers packagers;
    private final HlsService service;
    private final HlsSessions sessions;
    private final HlsRoutes routes;

    /** @param source of the streams that are played */
    public HlsPart(
            NodeRole.Surroundings node, Access access, UseLimiter limiter, StreamSource source, Clients clients) {
        var config = node.config();
        var metrics = node.metrics();
        packagers = new Packagers(
                node.vertx(),
                new Packagers.Limits(
                        config.hls().threads(),
                        config.hls().idle(),
                        config.hls().maxPackagers(),
                        config.hls().maxWaiting()),
                new SegmentMemory(config.hls().maxMemory(), node.heap()::isShort),
                metrics.hls);
        byte[] secret = secret(config);
        var settings = node.running().derived(HlsPart::settings);
        service = new HlsService(
                new PlayService("hls", access, limiter, source, metrics.http.plays(Protocol.HLS)),
                clients,
                packagers,
                new SegmentKeys(secret),
                app -> settings.get().apply(app),
                config.hls().sessionTimeout(),
                config.hls().maxSessions(),
                () -> node.running().now().player().stuckAfter(),
                metrics.hls);
        sessions = new HlsSessions(node.vertx(), service, new SessionNames(secret));
        routes = new HlsRoutes(service, sessions);
    }

    /** What the HTTP media port serves of it. */
    public MediaRoutes routes() {
        return routes;
    }

    /** Whether an app is played in this way, as far as it is a matter of HLS. */
    boolean serves(String app, Endpoint way) {
        var settings = service.apps().apply(app);
        return switch (way) {
            case HLS -> settings.enabled();
            case DASH -> settings.enabled() && settings.encryption().isEmpty();
            case RTMP, RTMPS, FLV, WS -> true;
        };
    }

    /** {@link HlsSessions#load}. */
    double load() {
        return sessions.load();
    }

    private static Function<String, HlsSettings> settings(NodeConfig config) {
        HlsConfig common = config.hls();
        Function<String, AppHlsConfig> hls = Settings.byApp(config, common, AppConfig::hls);
        var openApps = Settings.openApps(config);
        return app -> settings(hls.apply(app), openApps.test(app));
    }

    private static HlsSettings settings(AppHlsConfig hls, boolean open) {
        return new HlsSettings(
                hls.container() != HlsContainer.OFF,
                hls.container() == HlsContainer.TS ? Container.TS : Container.FMP4,
                (int) hls.segmentDuration().toMillis(),
                (int) hls.maxSegmentDuration().toMillis(),
                (int) hls.partDuration().toMillis(),
                hls.window(),
                hls.maxBytes(),
                hls.encryption() == HlsEncryption.AES_128
                        ? Optional.of(new Encryption(hls.segmentsPerKey()))
                        : Optional.empty(),
                open);
    }

    /** Without one of the cluster, keys and sessions are good at this node alone. */
    private static byte[] secret(NodeConfig config) {
        var secrets = ClusterSecrets.read(config.cluster());
        if (!secrets.isEmpty()) {
            return secrets.getFirst().getBytes(UTF_8);
        }
        byte[] own = new byte[OWN_SECRET_BYTES];
        new SecureRandom().nextBytes(own);
        return own;
    }

    @Override
    public String name() {
        return "hls";
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        sessions.close();
        return packagers.close();
    }
}
