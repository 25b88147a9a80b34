package dev.headwater.server.flv;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.http.Answers;
import dev.headwater.server.http.HttpAttempt;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.role.Protocol;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code /{app}/{stream}.flv}: played by HTTP or WebSocket, published by POST. Thread-safe. */
public final class FlvRoutes implements MediaRoutes {
    private static final String PATH = "/.+\\.flv";

    /** Who does not read is not waited for when the port closes. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);

    private final FlvService service;
    private final Set<FlvPlayer> players = ConcurrentHashMap.newKeySet();
    private final Set<FlvPublisher> publishers = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    public FlvRoutes(FlvService service) {
        this.service = service;
    }

    @Override
    public void mount(Router router) {
        router.routeWithRegex(HttpMethod.GET, PATH).handler(this::play);
        router.routeWithRegex(HttpMethod.HEAD, PATH).handler(this::head);
        router.routeWithRegex(HttpMethod.POST, PATH).handler(this::publish);
    }

    @Override
    public void drain(PortDrain drain) {
        draining = true;
        publishers.forEach(publisher -> publisher.drain(drain));
    }

    private void play(RoutingContext context) {
        FlvWish wish;
        try {
            wish = FlvWish.of(context.request());
        } catch (IllegalArgumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        int notSentLowat = service.settings().get().notSentLowatBytes();
        if (context.request().version() == HttpVersion.HTTP_2) {
            play(context, Protocol.HTTP_FLV, new Http2Link(context, notSentLowat), wish);
        } else if (context.request().canUpgradeToWebSocket()) {
            play(context, Protocol.WS_FLV, new WebSocketLink(context, notSentLowat), wish);
        } else {
            play(context, Protocol.HTTP_FLV, new ChunkedLink(context, notSentLowat), wish);
        }
    }

    private void play(RoutingContext context, Protocol protocol, FlvLink link, FlvWish wish) {
        var player = new FlvPlayer(service, protocol, context.request(), link, wish, loop(context));
        players.add(player);
        link.onFlood(player::flooded);
        link.onClose(() -> {
            players.remove(player);
            player.left("closed");
        });
        player.start();
    }

    private void publish(RoutingContext context) {
        StreamKey asked;
        try {
            asked = FlvWish.key(context.request());
        } catch (IllegalArgumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        var publisher = new FlvPublisher(service, context, asked, loop(context), () -> draining);
        publishers.add(publisher);
        context.addEndHandler(done -> publishers.remove(publisher));
        publisher.start();
    }

    @Override
    public Future<?> close() {
        return Future.join(Stream.concat(
                        players.stream().map(FlvPlayer::stop),
                        publishers.stream().map(FlvPublisher::stop))
                .map(told -> told.timeout(TOLD_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty()) // who does not read is cut off
                .toList());
    }

    private static EventLoop loop(RoutingContext context) {
        return ((ContextInternal) context.vertx().getOrCreateContext()).nettyEventLoop();
    }

    /** Whether it may be played is answered, whether it is live is not: that would be to wait for it. */
    private void head(RoutingContext context) {
        StreamKey asked;
        try {
            asked = FlvWish.of(context.request()).asked();
        } catch (IllegalArgumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        var here = context.vertx().getOrCreateContext();
        service.access()
                .probe(HttpAttempt.of(Action.PLAY, context.request(), asked))
                .onComplete((verdict, failure) -> here.runOnContext(nothing -> {
                    switch (verdict) {
                        case null -> context.fail(failure);
                        case Verdict.Allowed _ ->
                            FlvHead.put(context.response()).end();
                        case Verdict.Denied _ -> Answers.error(context, 403, Admission.TOLD);
                    }
                }));
    }
}
