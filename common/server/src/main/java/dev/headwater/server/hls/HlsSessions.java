package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The players of HLS and DASH at this node. A request for a master playlist or manifest, where a play begins, is answered with a name for the
 * session ({@link SessionNames}). A player that asks for a media playlist without a name that a node of ours gave is known by its address, its
 * program and what it asks for. Thread-safe.
 */
public final class HlsSessions {
    private static final long LOOK_MS = 500;

    private final Vertx vertx;
    private final HlsService service;
    private final SessionNames names;
    private final ConcurrentMap<String, Session> byId = new ConcurrentHashMap<>();

    /** Names that nobody has come back with, by the player that was given each: it gets the same again. */
    private final ConcurrentMap<String, String> unclaimed = new ConcurrentHashMap<>();

    /** Requests by HEAD under way. */
    private final AtomicInteger glances = new AtomicInteger();

    private final long timer;

    public HlsSessions(Vertx vertx, HlsService service, SessionNames names) {
        this.vertx = vertx;
        this.service = service;
        this.names = names;
        this.timer = vertx.setPeriodic(LOOK_MS, tick -> look());
    }

    /**
     * The session of a player that asks where a stream begins, without a name. If it was given a name before that nobody has come back with, it
     * gets the same: a player that does not use names, or only looks now and then, is one player.
     *
     * @param query without what is for us
     * @throws HlsRefusal if there is no room, or it was kicked
     */
    Session ofNewcomer(StreamKey asked, HttpServerRequest request, String query) {
        if (request.method().equals(HttpMethod.HEAD)) {
            return glance(names.next(asked), asked, request);
        }
        String name = unclaimed.compute(
                names.derived(asked, request, query),
                (who, given) -> given != null && isOfLive(given) ? given : roomForNew(asked));
        return of(name, asked, request, query);
    }

    /** Who asks where a stream begins wants the one that is live, not what is left of the last. */
    private boolean isOfLive(String id) {
        var session = byId.get(id);
        return session != null && !session.isStreamOver();
    }

    private String roomForNew(StreamKey asked) {
        checkRoom();
        return names.next(asked);
    }

    /** A player has come back with the name that it was given: the next one without a name is another player. */
    void claim(String id, StreamKey asked, HttpServerRequest request, String query) {
        unclaimed.remove(names.derived(asked, request, query), id);
    }

    /**
     * The session of a request, which begins with it if there is none: another node may have named it.
     *
     * @param id as the request says it; anything
     * @param query without the session
     * @throws HlsRefusal if there is no room, or it was kicked
     */
    Session of(String id, StreamKey asked, HttpServerRequest request, String query) {
        String name = names.isOurs(id, asked) ? id : names.derived(asked, request, query);
        if (request.method().equals(HttpMethod.HEAD) && !byId.containsKey(name)) {
            return glance(name, asked, request);
        }
        var begun = new AtomicReference<@Nullable Session>();
        var session = byId.compute(name, (same, known) -> {
            if (known != null && goesOn(known, asked)) {
                return known;
            }
            var fresh = fresh(name, asked, request);
            begun.set(fresh);
            if (known != null) {
                known.leave("REPLACED");
            }
            return fresh;
        });
        if (session.equals(begun.get())) {
            begin(name, session);
        }
        return session;
    }

    private static boolean goesOn(Session known, StreamKey asked) {
        if (known.isKicked()) {
            known.used();
            throw new HlsRefusal(403, "not allowed");
        }
        if (!known.asked().equals(asked) || known.isSpent()) {
            return false;
        }
        if (!known.isOver()) {
            known.used();
        }
        return true;
    }

    /** For one request by HEAD: it is nobody's, and over with the answer. */
    private Session glance(String name, StreamKey asked, HttpServerRequest request) {
        var session = fresh(name, asked, request);
        glances.incrementAndGet();
        session.opened().onComplete(done -> {
            glances.decrementAndGet();
            session.leave("HEAD");
        });
        session.start();
        return session;
    }

    private void checkRoom() {
        if (load() >= 1) {
            throw new HlsRefusal(503, "this server has as many players as it may");
        }
    }

    private Session fresh(String name, StreamKey asked, HttpServerRequest request) {
        checkRoom();
        return new Session(service, name, asked, request, loop());
    }

    private void begin(String name, Session session) {
        session.opened().onFailure(refused -> {
            if (byId.remove(name, session)) {
                session.leave("REFUSED");
            }
        });
        session.start();
    }

    private EventLoop loop() {
        return ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    }

    /** How much of {@code hls.max-sessions} is taken, from 0 to 1, and no further player let in at 1. */
    public double load() {
        return Math.min(1, (double) (byId.size() + glances.get()) / service.maxSessions());
    }

    /** How many there are. */
    int count() {
        return byId.size();
    }

    private void look() {
        var timeout = service.sessionTimeout();
        var cut = service.packagers().streams();
        byId.forEach((id, session) -> {
            session.look();
            if (session.isGone(timeout, cut) && byId.remove(id, session)) {
                session.leave("IDLE");
            }
        });
        unclaimed.values().removeIf(name -> !byId.containsKey(name));
    }

    /** Ends all of them. */
    public void close() {
        vertx.cancelTimer(timer);
        byId.values().forEach(session -> session.leave("SHUTDOWN"));
        byId.clear();
    }
}
