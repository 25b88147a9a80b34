package dev.headwater.server.flv;

import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ConnectedClient;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.http.HttpAttempt;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.play.LivePlayer;
import dev.headwater.server.play.MediaOutlet;
import dev.headwater.server.play.Play;
import dev.headwater.server.play.PlayRefusal;
import dev.headwater.server.play.PlayingClient;
import dev.headwater.server.role.Protocol;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One play of FLV over HTTP or WebSocket. Confined to the connection's event loop. */
final class FlvPlayer implements PlayingClient, ConnectedClient {
    private static final Logger LOG = LoggerFactory.getLogger(FlvPlayer.class);

    /** How long the header's flags may wait for the first frames: players wait for a track that is told of, and ignore others. */
    private static final Duration TRACKS_WITHIN = Duration.ofSeconds(1);

    private static final long LOOK_MS = 50;

    /** At the end, who takes nothing for so long is closed. */
    private static final Duration TAKES_WITHIN = Duration.ofSeconds(5);

    private final FlvService service;
    private final Protocol protocol;
    private final HttpServerRequest request;
    private final FlvLink link;
    private final FlvWish wish;
    private final EventLoop loop;
    private final ClientHandle handle;
    private final Attempt attempt;
    private final Play play;
    private @Nullable HeaderFirst out;
    private @Nullable LivePlayer media;
    private boolean opening;

    FlvPlayer(
            FlvService service,
            Protocol protocol,
            HttpServerRequest request,
            FlvLink link,
            FlvWish wish,
            EventLoop loop) {
        this.service = service;
        this.protocol = protocol;
        this.request = request;
        this.link = link;
        this.wish = wish;
        this.loop = loop;
        handle = service.clients().add(this);
        attempt =
                HttpAttempt.of(Action.PLAY, request, wish.asked(), handle.id(), handle.trace(protocol.wireName(), ""));
        play = new Play(service.plays(protocol), attempt, this);
    }

    void start() {
        handle.note("accepted", peer());
        AccessLog.line("connect", protocol.wireName(), peer(), handle.id())
                .trace(attempt.client().trace().id())
                .write();
        play.start(service.access().authorise(attempt));
    }

    // ---- what became of it --------------------------------------------------------------------------------------

    @Override
    public void found(LiveStream stream) {
        opening = true;
        link.open()
                .onComplete((outlet, failure) -> execute(() -> {
                    opening = false;
                    if (failure != null) {
                        left("closed");
                    } else if (play.isOver()) {
                        link.close();
                    } else {
                        begin(stream, new HeaderFirst(outlet));
                    }
                }));
    }

    private void begin(LiveStream stream, HeaderFirst outlet) {
        out = outlet;
        var player = new LivePlayer(play, this, outlet);
        media = player;
        var format = format(stream);
        player.join(stream, format, loop);
        sendHeader(stream, format, outlet, System.nanoTime());
    }

    /** As soon as it is known what the stream has of what is wanted. */
    private void sendHeader(LiveStream stream, FlvFormat format, HeaderFirst outlet, long sinceNanos) {
        if (play.isOver()) {
            return;
        }
        var intake = stream.intake();
        boolean hasVideo = intake.video().isPresent();
        boolean hasAudio = intake.audio().isPresent();
        boolean isOld = intake.window().compareTo(TRACKS_WITHIN) >= 0;
        boolean isLate = System.nanoTime() - sinceNanos >= TRACKS_WITHIN.toNanos();
        boolean isKnown = (hasVideo || !wish.tracks().has(FrameKind.VIDEO))
                && (hasAudio || !wish.tracks().has(FrameKind.AUDIO));
        if (isKnown || isOld || isLate || outlet.isFull()) {
            boolean isUnknown = !hasVideo && !hasAudio;
            outlet.open(format.header(hasAudio || isUnknown, hasVideo || isUnknown));
        } else {
            var _ = loop.schedule(
                    () -> execute(() -> sendHeader(stream, format, outlet, sinceNanos)),
                    LOOK_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private FlvFormat format(LiveStream stream) {
        var ofApp = service.settings().get().hevc().apply(stream.key().app());
        return new FlvFormat(link.framing(), wish.tracks(), wish.hevc().orElse(ofApp));
    }

    @Override
    public void refused(PlayRefusal refusal, String told) {
        link.refuse(status(refusal), told);
        release();
    }

    @Override
    public String code(PlayRefusal refusal) {
        return Integer.toString(status(refusal));
    }

    private static int status(PlayRefusal refusal) {
        return switch (refusal) {
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case FULL, UNAVAILABLE -> 503;
        };
    }

    /** Of RTMP ports, which are of no use here. */
    @Override
    public void sentTo(List<String> authorities) {
        link.refuse(status(PlayRefusal.UNAVAILABLE), "the stream is at another node");
        release();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public void ended(EndReason reason) {
        var _ = end(reason);
    }

    /** The node closes its port. Any thread; completes when the client is told, as far as he takes it. */
    Future<Void> stop() {
        Promise<Void> told = Promise.promise();
        execute(() -> end(EndReason.SHUTDOWN).onComplete(told));
        return told.future();
    }

    /** Completes when the client is told. */
    private Future<Void> end(EndReason reason) {
        if (!play.end(reason)) {
            return Future.succeededFuture();
        }
        Future<Void> told = Future.succeededFuture();
        if (reason == EndReason.PLAYER_STUCK) {
            link.close();
        } else if (out != null) {
            out.flush();
            told = link.end(reason);
            awaitTaken(out, out.pendingBytes(), told);
        } else if (!opening) {
            refuse(reason);
        }
        release();
        return told;
    }

    /** Who takes nothing of what he was sent to the end would stay for as long as he likes. */
    private void awaitTaken(MediaOutlet outlet, long pendingBytes, Future<Void> told) {
        var _ = loop.schedule(
                () -> execute(() -> {
                    long left = outlet.pendingBytes();
                    if (told.isComplete()) {
                        return;
                    }
                    if (left < pendingBytes) {
                        awaitTaken(outlet, left, told);
                    } else {
                        link.close();
                    }
                }),
                TAKES_WITHIN.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void refuse(EndReason reason) {
        if (reason == EndReason.SHUTDOWN) {
            link.refuse(status(PlayRefusal.UNAVAILABLE), "this node is to stop");
        } else {
            link.refuse(status(PlayRefusal.NOT_FOUND), "the stream is over");
        }
    }

    /** The client is closed for what it sends. */
    void flooded(String problem) {
        service.metrics().rejected("FLOOD");
        handle.note("rejected", "FLOOD: " + problem);
        RejectionLog.warn(LOG, "closed {} peer={} error=FLOOD: {}", protocol.wireName(), peer(), problem);
    }

    /** The connection is closed, or the answer is at its end. Idempotent. */
    void left(String reason) {
        if (play.left(reason)) {
            release();
        }
    }

    private void release() {
        if (media != null) {
            media.leave();
        }
        if (out != null) {
            out.release();
        }
        handle.note("closed", "");
        service.clients().remove(handle, flight());
    }

    // ---- who it is ----------------------------------------------------------------------------------------------

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                RejectionLog.error(LOG, "peer={} our fault, closing", peer(), e);
                service.metrics().rejected("INTERNAL");
                link.close();
                left("failed");
            }
        });
    }

    @Override
    public String peer() {
        return PeerAddress.text(request.remoteAddress());
    }

    @Override
    public ClientHandle handle() {
        return handle;
    }

    @Override
    public boolean isWithinTls() {
        return request.isSSL();
    }

    @Override
    public long droppedFrames() {
        return media == null ? 0 : media.droppedFrames();
    }

    @Override
    public ClientSnapshot snapshot() {
        return handle.snapshot(
                protocol,
                peer(),
                HttpAttempt.software(request),
                false,
                play.use().stream().toList());
    }

    @Override
    public Flight flight() {
        long queued = out == null ? 0 : out.pendingBytes();
        return handle.flight(play.isOver(), new Flight.Bytes(0, 0, queued));
    }

    @Override
    public boolean publishes(StreamKey key) {
        return false;
    }

    @Override
    public boolean kick() {
        boolean open = !play.isOver();
        handle.note("kicked", "");
        LOG.info("kicked {} peer={}", protocol.wireName(), peer());
        ended(EndReason.KICKED);
        return open;
    }
}
