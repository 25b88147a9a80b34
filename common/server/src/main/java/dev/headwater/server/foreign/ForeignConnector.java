package dev.headwater.server.foreign;

import dev.headwater.media.StreamKey;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.role.PushMark;
import dev.headwater.server.rtmp.RtmpClient;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Opens RTMP connections to foreign servers; TLS is held against the JDK's trust store and the host's name. Thread-safe. */
public final class ForeignConnector {
    /** What every server is known to take. */
    static final int CHUNK_SIZE = 4_096;

    private static final int WINDOW_BYTES = 2_500_000;

    private final NetClient plain;
    private final NetClient tls;
    private final LoopContexts contexts;
    private final Supplier<ForeignSettings> settings;
    private final long run;

    /** @param run of this node's process, a random number */
    public ForeignConnector(Vertx vertx, LoopContexts contexts, Supplier<ForeignSettings> settings, long run) {
        this(vertx, contexts, settings, run, trusted -> trusted);
    }

    /** @param trust who is trusted beyond the JDK's store, for tests */
    ForeignConnector(
            Vertx vertx,
            LoopContexts contexts,
            Supplier<ForeignSettings> settings,
            long run,
            UnaryOperator<NetClientOptions> trust) {
        this.plain = vertx.createNetClient(options());
        this.tls = vertx.createNetClient(trust.apply(options().setSsl(true).setHostnameVerificationAlgorithm("HTTPS")));
        this.contexts = contexts;
        this.settings = settings;
        this.run = run;
    }

    private static NetClientOptions options() {
        return new NetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true);
    }

    /** The same as {@link #connect}, for a push of a stream, which nodes of this cluster know by it. */
    Future<RtmpClient> connect(EventLoop loop, RelayUrl url, StreamKey pushed, RtmpClient.Events events) {
        return connect(
                loop,
                url,
                Map.of(PushMark.PROPERTY, AmfValue.text(PushMark.of(run, pushed).text())),
                events);
    }

    /** Connects; the session starts at once and {@code events} are called on {@code loop}, where the future completes too. */
    Future<RtmpClient> connect(EventLoop loop, RelayUrl url, RtmpClient.Events events) {
        return connect(loop, url, Map.of(), events);
    }

    private Future<RtmpClient> connect(
            EventLoop loop, RelayUrl url, Map<String, AmfValue> extra, RtmpClient.Events events) {
        var context = contexts.of(loop);
        Promise<RtmpClient> promise = context.promise();
        var now = settings.get();
        var session = new ClientSettings(
                url.app(), url.tcUrl(), "FMLE/3.0 (compatible; headwater)", extra, CHUNK_SIZE, WINDOW_BYTES, true);
        var to = new ConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setTimeout((int) now.connectTimeout().toMillis());
        url.address()
                .ifPresent(at -> to.setRemoteAddress(SocketAddress.inetSocketAddress(url.port(), at.getHostAddress())));
        context.runOnContext(nothing -> Future.future((Promise<NetSocket> opened) -> (url.tls() ? tls : plain)
                        .connect(to)
                        .onComplete(opened)) // a closed client throws, and so fails this future
                .map(socket -> client(socket, session, now, events))
                .onComplete(promise));
        return promise.future();
    }

    private static RtmpClient client(
            NetSocket socket, ClientSettings session, ForeignSettings now, RtmpClient.Events events) {
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        int silenceMs = (int) now.silence().toMillis();
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, silenceMs);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_USER_TIMEOUT, silenceMs);
        }
        return new RtmpClient(socket, session, now.limits(), now.notSentLowatBytes(), events);
    }

    /** How long a server may take, as things stand now. */
    Duration patience() {
        return settings.get().connectTimeout();
    }

    /** The loop of the next relay. */
    EventLoop nextLoop() {
        return contexts.nextLoop();
    }
}
