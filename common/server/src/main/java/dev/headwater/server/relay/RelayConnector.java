package dev.headwater.server.relay;

import dev.headwater.media.StreamKey;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.EnhancedCapabilities;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.server.auth.Action;
import dev.headwater.server.net.HostAddresses;
import dev.headwater.server.net.HostPort;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.rtmp.RtmpClient;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens RTMP connections to other nodes' relay ports, each on the event loop that asks for it. Thread-safe. */
public final class RelayConnector {
    private static final int WINDOW_BYTES = 2_500_000;
    private static final EnhancedCapabilities MOVABLE =
            new EnhancedCapabilities(List.of(), Map.of(), Map.of(), EnhancedCapabilities.RECONNECT, 0);

    private final NetClient client;
    private final boolean withinTls;
    private final HostAddresses hosts;
    private final LoopContexts contexts;
    private final Supplier<LinkSettings> settings;
    private final String nodeId;
    private final RelayGrants grants;

    /** @param tls if nodes show each other certificates */
    public RelayConnector(
            Vertx vertx,
            LoopContexts contexts,
            Supplier<LinkSettings> settings,
            String nodeId,
            RelayGrants grants,
            Optional<TlsSettings> tls) {
        var options = new NetClientOptions();
        options.setTcpNoDelay(true).setTcpKeepAlive(true);
        tls.ifPresent(within -> within.applyTo(options));
        this.client = vertx.createNetClient(options);
        this.withinTls = tls.isPresent();
        this.hosts = new HostAddresses(vertx);
        this.contexts = contexts;
        this.settings = settings;
        this.nodeId = nodeId;
        this.grants = grants;
    }

    /** How this node asks the one at {@code to} for a stream: the name that it plays, with all that is to be known of it. */
    String playName(StreamKey key, RelayAddress to, PullRequest request) {
        return key.name() + "?" + GrantedAccess.granted(grants, Action.PLAY, key, to, request.query());
    }

    /** How this node asks the origin at {@code to} to take a publisher: the name that it publishes, with a query that says by what right. */
    String publishName(StreamKey key, RelayAddress to, Forwarded publisher) {
        String query =
                "node=%s&publisher=%s&epoch=%d".formatted(nodeId, publisher.publisherId(), publisher.seenEpoch());
        return key.name() + "?" + GrantedAccess.granted(grants, Action.PUBLISH, key, to, query);
    }

    /** Connects; the session starts at once and {@code events} are called on {@code loop}, where the future completes too. */
    public Future<RtmpClient> connect(
            EventExecutor loop, String host, int port, String app, Trace trace, RtmpClient.Events events) {
        return connect(loop, host, port, app, Map.of(), trace, events);
    }

    /** Connects in the name of a publisher; asks to be told when the other node goes (Enhanced RTMP v2, reconnect request). */
    public Future<RtmpClient> connect(
            EventExecutor loop,
            String host,
            int port,
            String app,
            RelayIntroduction introduction,
            Trace trace,
            RtmpClient.Events events) {
        var introduced = new LinkedHashMap<>(introduction.properties(app, nodeId, grants));
        introduced.putAll(MOVABLE.toProperties());
        return connect(loop, host, port, app, introduced, trace, events);
    }

    private Future<RtmpClient> connect(
            EventExecutor loop,
            String host,
            int port,
            String app,
            Map<String, AmfValue> extra,
            Trace trace,
            RtmpClient.Events events) {
        var properties = new LinkedHashMap<>(extra);
        properties.put(RelayIntroduction.NODE, AmfValue.text(nodeId));
        String traceparent = trace.traceparent();
        if (!traceparent.isEmpty()) {
            properties.put(Trace.TRACEPARENT, AmfValue.text(traceparent));
        }
        var context = contexts.of(loop);
        Promise<RtmpClient> promise = context.promise();
        var link = settings.get();
        var session = new ClientSettings(
                app,
                "rtmp://%s/%s".formatted(HostPort.text(host, port), app),
                "headwater",
                properties,
                link.chunkSize(),
                WINDOW_BYTES,
                false);
        hosts.of(host)
                .onFailure(promise::fail)
                .onSuccess(address -> context.runOnContext(
                        nothing -> open(link.to(address, port).setSsl(withinTls))
                                .map(socket -> new RtmpClient(socket, session, link.limits(), 0, events))
                                .onComplete(promise)));
        return promise.future();
    }

    /** A closed client throws, and so fails this future. */
    private Future<NetSocket> open(ConnectOptions to) {
        return Future.future(opened -> client.connect(to).onComplete(opened));
    }
}
