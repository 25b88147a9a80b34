package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.clients.ConnectedClient;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.http.HttpAttempt;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.play.Play;
import dev.headwater.server.play.PlayRefusal;
import dev.headwater.server.play.PlayingClient;
import dev.headwater.server.role.Protocol;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A player of HLS: whoever fetches playlists under one session. It is a client like one with a connection, from its first request until
 * some time after its last. Confined to the event loop of its first request, but for what says otherwise.
 */
final class Session implements PlayingClient, ConnectedClient {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final String name;
    private final StreamKey asked;
    private final EventLoop loop;
    private final String peer;
    private final boolean withinTls;
    private final String software;
    private final HlsService service;
    private final ClientHandle handle;
    private final Attempt attempt;
    private final Play play;
    private final Promise<LiveStream> opened = Promise.promise();

    // ---- any thread ----
    private volatile @Nullable Packager followed;
    private volatile long usedNanos = System.nanoTime();
    private volatile State state = State.OPEN;
    private volatile boolean begun;
    private final AtomicInteger waiting = new AtomicInteger();

    private enum State {
        OPEN,
        /** Its stream is over: what is left of it may be fetched. */
        OVER,
        /** It may fetch nothing more. */
        KICKED
    }

    Session(HlsService service, String name, StreamKey asked, HttpServerRequest request, EventLoop loop) {
        this.service = service;
        this.name = name;
        this.asked = asked;
        this.loop = loop;
        this.peer = PeerAddress.text(request.remoteAddress());
        this.withinTls = request.isSSL();
        this.software = HttpAttempt.software(request);
        this.handle = service.clients().add(this);
        this.attempt = HttpAttempt.of(Action.PLAY, request, asked, handle.id(), handle.trace("hls", ""));
        this.play = new Play(service.plays(), attempt, this);
    }

    void start() {
        AccessLog.line("connect", service.plays().name(), peer(), handle.id())
                .trace(attempt.client().trace().id())
                .write();
        play.start(service.plays().access().authorise(attempt));
    }

    /** As in addresses. Any thread. */
    String name() {
        return name;
    }

    /** The end of the packager's stream is the session's. Any thread. */
    void follow(Packager packager) {
        followed = packager;
    }

    /**
     * Ends it if its stream is over. To be called now and then: a packager that knew its sessions would keep all that ever were. Any
     * thread.
     */
    void look() {
        var packager = followed;
        if (packager != null && state == State.OPEN) {
            packager.streamEnd()
                    .ifPresent(reason -> execute(() -> {
                        if (state == State.OPEN) {
                            ended(reason);
                        }
                    }));
        }
    }

    /**
     * Whether its stream is over, and what it played of it is gone: who comes now wants the next of that name, which may have taken the place,
     * whatever else is left of the old. Any thread.
     */
    boolean isSpent() {
        if (!isStreamOver()) {
            return false;
        }
        var packager = followed;
        return packager == null
                ? !service.packagers().have(opened.future().result())
                : !service.packagers().have(packager);
    }

    /** Whether it has had a stream, and that is over. Any thread. */
    boolean isStreamOver() {
        var stream = opened.future().result();
        return stream != null && stream.isOver();
    }

    /** What the client called the stream. Any thread. */
    StreamKey asked() {
        return asked;
    }

    /** The stream, when it may play it; fails with a {@link HlsRefusal}. Any thread; completes on any thread. */
    Future<LiveStream> opened() {
        return opened.future();
    }

    /**
     * The same for who fetches media, or a list of it: from the first time on he is counted as a player. Who asks by HEAD fetches nothing.
     */
    Future<LiveStream> fetched(HttpServerRequest request) {
        if (begun || request.method().equals(HttpMethod.HEAD)) {
            return opened();
        }
        return opened().compose(stream -> {
            Promise<LiveStream> counted = Promise.promise();
            execute(() -> {
                play.begin();
                begun = true;
                counted.complete(stream);
            });
            return counted.future();
        });
    }

    /** Asks for what may have to be waited for; fails with 503 if it waits for too much already, or nobody else would have a place. Any thread. */
    <T> Future<T> await(Supplier<Future<T>> question) {
        if (waiting.incrementAndGet() > service.packagers().mostWaitingOfOne()) {
            waiting.decrementAndGet();
            return Future.failedFuture(new HlsRefusal(503, "this player waits for too much at once"));
        }
        Future<T> answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.onComplete(done -> waiting.decrementAndGet());
    }

    /** Any thread. */
    boolean isKicked() {
        return state == State.KICKED;
    }

    /** Whether what is left of its stream may be fetched, but nothing new comes. Any thread. */
    boolean isOver() {
        return state == State.OVER;
    }

    /** It has asked for something. Any thread. */
    void used() {
        usedNanos = System.nanoTime();
    }

    /**
     * Whether it is needed no more: nothing was heard of it for that long, or all that is left of its stream is gone. Any thread.
     *
     * @param cut all streams of which something is there
     */
    boolean isGone(Duration timeout, Set<LiveStream> cut) {
        return isStreamOver()
                ? !cut.contains(opened.future().result())
                : System.nanoTime() - usedNanos > patience(timeout).toNanos();
    }

    /** Who plays long segments asks seldom. */
    private Duration patience(Duration timeout) {
        var packager = followed;
        return packager == null ? timeout : packager.longer(timeout);
    }

    /** So many bytes go to it. Any thread. */
    void sent(int bytes) {
        used();
        execute(() -> play.sent(bytes));
    }

    /** Nothing was heard of it for long, or the node stops. Any thread. */
    void leave(String reason) {
        execute(() -> {
            play.left(reason);
            opened.tryFail(new HlsRefusal(404, "the session is over"));
            service.clients().remove(handle, flight());
        });
    }

    // ---- a client -----------------------------------------------------------------------------------------------

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public ClientSnapshot snapshot() {
        List<ClientUse> uses = play.use().map(List::of).orElse(List.of());
        return handle.snapshot(Protocol.HLS, peer, software, false, uses);
    }

    @Override
    public Flight flight() {
        return handle.flight(play.isOver(), Flight.Bytes.NONE);
    }

    @Override
    public boolean publishes(StreamKey key) {
        return false;
    }

    @Override
    public boolean kick() {
        if (state != State.OPEN) {
            return false;
        }
        handle.note("kicked", "");
        ended(EndReason.KICKED);
        return true;
    }

    // ---- a player -----------------------------------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("hls session={} failed", handle.id(), e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("hls session={}: the node is gone", handle.id());
        }
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public ClientHandle handle() {
        return handle;
    }

    @Override
    public boolean isWithinTls() {
        return withinTls;
    }

    @Override
    public long droppedFrames() {
        return 0;
    }

    @Override
    public void found(LiveStream stream) {
        opened.tryComplete(stream);
    }

    @Override
    public boolean playsAtOnce() {
        return false;
    }

    @Override
    public void refused(PlayRefusal refusal, String told) {
        state = State.OVER;
        opened.tryFail(new HlsRefusal(status(refusal), told));
    }

    private static int status(PlayRefusal refusal) {
        return switch (refusal) {
            case DENIED -> 403;
            case FULL, UNAVAILABLE -> 503;
            case NOT_FOUND -> 404;
        };
    }

    @Override
    public String code(PlayRefusal refusal) {
        return Integer.toString(status(refusal));
    }

    @Override
    public void sentTo(List<String> authorities) {
        state = State.OVER;
        opened.tryFail(new HlsRefusal(503, "played at other nodes"));
    }

    @Override
    public void ended(EndReason reason) {
        state = reason == EndReason.KICKED ? State.KICKED : State.OVER;
        play.end(reason);
        opened.tryFail(new HlsRefusal(404, "no such stream"));
    }
}
