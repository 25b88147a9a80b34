package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.session.ServerEvents;
import dev.headwater.rtmp.session.ServerSession;
import dev.headwater.rtmp.session.SessionState;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Arrival;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Greeting;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.clients.ConnectedClient;
import dev.headwater.server.clients.SessionFlight;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.UnsentBytes;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.tracing.TraceSpan;
import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.AsyncResult;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RTMP client: owns the socket, the session and the publishers and players on it. The only one that closes, logs and
 * counts. Confined to the connection's event loop.
 */
final class RtmpConnection implements ServerEvents, ConnectedClient {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    private final RtmpService service;
    private final Outbound out;
    private final ReadThrottle throttle;
    private final String peer;
    private final boolean withinTls;
    private final RtmpSettings settings;
    private final ServerSession session;
    private final ConnectionUses uses = new ConnectionUses();
    private final Clients clients;
    private final SessionFlight flight;
    private final long number;
    private final Instant since = Instant.now();
    private final Consumer<RtmpConnection> onClosed;
    private String app = "";
    private Callers.Caller caller;
    private Client client;
    private Arrival arrival;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable ScheduledFuture<?> pings;
    private @Nullable Departure departure;
    private boolean heard;
    private boolean slowed;
    private boolean cameIn;
    private boolean over;

    RtmpConnection(NetSocketInternal socket, RtmpService service, Clients clients, Consumer<RtmpConnection> onClosed) {
        this.service = service;
        this.clients = clients;
        this.flight = clients.newFlight();
        this.onClosed = onClosed;
        this.settings = service.settings().get();
        this.out = new Outbound(socket, UnsentBytes.most(settings.notSentLowatBytes()));
        this.throttle = new ReadThrottle(out);
        this.peer = PeerAddress.text(socket.remoteAddress());
        this.withinTls = socket.isSsl();
        this.caller = Callers.Caller.itself(peer);
        this.client = Introduction.silent(socket.remoteAddress());
        this.arrival = new Arrival("", client, false);
        this.session = new ServerSession(settings.limits(), settings.session(), this, out::answer);
        socket.messageHandler(message -> received((ByteBuf) message));
        socket.readCompletionHandler(nothing -> readComplete());
        socket.closeHandler(nothing -> socketClosed());
        socket.exceptionHandler(cause -> LOG.debug("peer={} socket failed: {}", peer, cause.toString()));
        service.metrics().connectionOpened();
        flight.note("accepted", peer);
        deadline = out.loop()
                .schedule(this::handshakeOverdue, settings.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        long pingMs = settings.pingInterval().toMillis();
        if (pingMs > 0) {
            pings = out.loop().scheduleAtFixedRate(this::ping, pingMs, pingMs, TimeUnit.MILLISECONDS);
        }
        number = clients.add(this);
    }

    String peer() {
        return caller.named();
    }

    /** For logs: what a client's id in the API ends with. */
    String id() {
        return Clients.id(number);
    }

    /** Who is at the other end, known from the connect on. */
    Callers.Caller caller() {
        return caller;
    }

    /** The same for those who decide what it may do, known from the connect on. */
    Client client() {
        return client;
    }

    /** As it was greeted, known from the connect on. */
    Arrival arrival() {
        return arrival;
    }

    boolean isWithinTls() {
        return withinTls;
    }

    ServerSession session() {
        return session;
    }

    Outbound out() {
        return out;
    }

    RtmpService service() {
        return service;
    }

    /** What it began with. */
    RtmpSettings settings() {
        return settings;
    }

    @Override
    public EventLoop loop() {
        return out.loop();
    }

    // ---- what an operator asks ----------------------------------------------------------------------------------

    @Override
    public ClientSnapshot snapshot() {
        return new ClientSnapshot(
                number, Protocol.RTMP, caller.address(), client.flashVer(), since, slowed, uses.list());
    }

    @Override
    public Flight flight() {
        return flight.snapshot(
                number,
                over,
                new Flight.Bytes(session.receivedBytes(), session.acknowledgedBytes(), out.pendingBytes()));
    }

    void note(String what, String text) {
        flight.note(what, text);
    }

    TraceSpan wayIn() {
        return flight.wayIn();
    }

    /** It may publish a stream, by which the flight is found. */
    void notePublisher(StreamKey key) {
        flight.publishes(key);
    }

    @Override
    public boolean publishes(StreamKey key) {
        return uses.publishes(key);
    }

    @Override
    public boolean kick() {
        boolean open = !over;
        note("kicked", "");
        LOG.info("kicked {} peer={}", service.name(), peer());
        end(EndReason.KICKED);
        return open;
    }

    // ---- bytes in -----------------------------------------------------------------------------------------------

    private void received(ByteBuf bytes) {
        heard = true;
        try {
            if (!over) {
                service.metrics().receivedBytes.increment(bytes.readableBytes());
                session.receive(bytes);
            }
        } catch (RuntimeException e) {
            closeFor(e);
        } finally {
            bytes.release();
        }
        if (!over && throttle.afterRead(session.receivedChunks(), session.receivedCommands())) {
            slowed("causes more work than it may", service.metrics().slowedForWork);
        }
    }

    private void readComplete() {
        uses.flushPublishers();
        out.flush();
        if (!over && throttle.afterFlush()) {
            slowed("does not read its answers", service.metrics().slowedForUnreadAnswers);
        }
    }

    /** Reading stops for a while; the first time on a connection is worth a line and a count. */
    private void slowed(String why, Counter count) {
        if (!slowed) {
            slowed = true;
            count.increment();
            note("slowed", "the peer " + why);
            RejectionLog.warn(
                    LOG,
                    "slowed {} peer={} state={} bytes={} chunks={} commands={}: the peer {}",
                    service.name(),
                    peer,
                    session.state(),
                    session.receivedBytes(),
                    session.receivedChunks(),
                    session.receivedCommands(),
                    why);
        }
    }

    /** Runs a task on this connection's loop. What it throws closes this peer and nobody else. Any thread. */
    void execute(Runnable task) {
        out.loop().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                closeFor(e);
            }
            out.flush();
        });
    }

    private void closeFor(RuntimeException cause) {
        if (cause instanceof ProtocolException fault) {
            reject(fault.error().name(), String.valueOf(fault.getMessage()));
        } else {
            RejectionLog.error(LOG, "peer={} state={} our fault, closing", peer, session.stateBeforeClose(), cause);
            service.metrics().rejected("INTERNAL");
            note("failed", "a fault of this node, told in its log");
            wayIn().fail("INTERNAL");
            finish();
        }
    }

    /** Closes the peer for its own fault: one WARN line, one count. */
    private void reject(String reason, String explanation) {
        service.metrics().rejected(reason);
        note("rejected", reason + ": " + explanation);
        wayIn().fail(reason);
        RejectionLog.warn(
                LOG,
                "closed {} peer={} state={} error={}: {}",
                service.name(),
                peer,
                session.stateBeforeClose(),
                reason,
                explanation);
        finish();
    }

    // ---- commands -----------------------------------------------------------------------------------------------

    @Override
    public void connect(Command.Connect connect) {
        app = connect.app();
        caller = service.callers().of(connect, peer);
        var trace = flight.trace(service.name(), since, caller.traceparent());
        AccessLog.line("connect", service.name(), peer(), id())
                .with(AccessField.HANDSHAKE, session.handshakeKind())
                .trace(trace.id())
                .write();
        client = Introduction.of(client, number, connect, trace);
        arrival = Introduction.arrival(client, connect);
        note("handshake", session.handshakeKind().name().toLowerCase(Locale.ROOT));
        note("connect", "software=" + connect.flashVer()); // not the app: some clients put the key into it
        Admission.await(service.access().greet(arrival), this::execute, this::greeted);
    }

    private void greeted(AsyncResult<Greeting> greeting) {
        if (over) {
            if (greeting.result() instanceof Greeting.Welcome(String user)) { // who let it in hears that it has gone
                service.access().left(arrival.by(user), session.receivedBytes(), out.writtenBytes());
            }
            return;
        }
        if (greeting.failed()) {
            closeFor(new IllegalStateException(greeting.cause()));
            return;
        }
        switch (greeting.result()) {
            case Greeting.Welcome(String user) -> {
                client = client.as(user);
                arrival = arrival.by(user);
                cameIn = true;
                note("connected", user.isEmpty() ? "" : "user=" + user);
                session.acceptConnect();
            }
            case Greeting.Ask(String text) -> {
                LOG.debug("asked {} peer={} for user and password", service.name(), peer);
                note("asked", "for user and password");
                session.rejectConnect(StatusCode.CONNECT_REJECTED, text);
                finish();
            }
            case Greeting.Refuse(String text, String explanation) -> {
                session.rejectConnect(StatusCode.CONNECT_REJECTED, text);
                reject(StatusCode.CONNECT_REJECTED.name(), explanation);
            }
        }
    }

    @Override
    public void received(Command command) {
        CommandNotes.of(command).ifPresent(what -> note(what, ""));
    }

    @Override
    public void publish(Command.Publish publish) {
        var key = key(publish.name());
        if (key == null) {
            session.refusePublish(publish.streamId(), StatusCode.PUBLISH_BAD_NAME, "illegal stream name");
            reject("BAD_NAME", "illegal name of a stream to publish");
            return;
        }
        var publisher = new RtmpPublisher(this, publish.streamId(), attempt(Action.PUBLISH, key, publish.name()));
        uses.add(publisher);
        if (departure != null) {
            departure.ask();
        }
        publisher.start();
    }

    @Override
    public void play(Command.Play play) {
        var key = key(play.name());
        if (key == null) {
            session.refusePlay(play.streamId(), StatusCode.PLAY_FAILED, "illegal stream name");
            reject("BAD_NAME", "illegal name of a stream to play");
            return;
        }
        var player = new RtmpPlayer(this, play.streamId(), attempt(Action.PLAY, key, play.name()));
        uses.add(player);
        if (departure != null) {
            departure.ask();
        }
        player.start();
    }

    private Attempt attempt(Action action, StreamKey asked, String name) {
        return new Attempt(action, asked, StreamNames.query(name), client);
    }

    private @Nullable StreamKey key(String name) {
        try {
            return StreamKey.parse(app, name);
        } catch (IllegalArgumentException e) {
            LOG.debug("peer={} {}", peer, e.getMessage());
            return null;
        }
    }

    @Override
    public void media(MediaMessage message) {
        var publisher = uses.publisher(message.streamId());
        if (publisher != null) {
            publisher.media(message);
        }
    }

    @Override
    public void publishEnded(int streamId) {
        var publisher = uses.removePublisher(streamId);
        if (publisher != null) {
            publisher.gone(EndReason.UNPUBLISHED);
        }
        idleIfEmpty();
    }

    @Override
    public void playEnded(int streamId) {
        var player = uses.removePlayer(streamId);
        if (player != null) {
            player.left("stopped");
        }
        idleIfEmpty();
    }

    @Override
    public void pause(int streamId, boolean paused) {
        var player = uses.player(streamId);
        if (player != null) {
            player.pause(paused);
        }
    }

    @Override
    public void receive(int streamId, MediaMessage.Kind kind, boolean wanted) {
        var player = uses.player(streamId);
        if (player != null) {
            player.receive(kind, wanted);
        }
    }

    // ---- what publishers and players report ---------------------------------------------------------------------

    /** A publish was refused or is over, and its client knows: without anything else on it, the connection is closed. */
    void publisherOver(RtmpPublisher publisher) {
        uses.remove(publisher);
        finishIfUnused();
    }

    /** A play was refused, and its client knows: without anything else on it, the connection is closed. */
    void playRefused(RtmpPlayer player) {
        uses.remove(player);
        finishIfUnused();
    }

    /** The stream of a play is over, and its client knows: it may play another. */
    void playerOver(RtmpPlayer player) {
        uses.remove(player);
        idleIfEmpty();
    }

    private void finishIfUnused() {
        if (uses.isEmpty()) {
            finish();
        }
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    private void handshakeOverdue() {
        if (session.state() == SessionState.HANDSHAKE) {
            if (heard) {
                reject(
                        "HANDSHAKE_TIMEOUT",
                        "handshake not complete after rtmp.handshake-timeout=" + settings.handshakeTimeout());
            } else {
                out.close(); // a probe that connects and waits is no fault worth a line
            }
            return;
        }
        idleIfEmpty();
    }

    /** Without a publisher or a player the connection has until the deadline to become useful. */
    private void idleIfEmpty() {
        if (over || !uses.isEmpty()) {
            return;
        }
        cancel(deadline);
        deadline =
                out.loop().schedule(this::idleOverdue, settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void idleOverdue() {
        if (uses.isEmpty()) {
            LOG.debug("closed {} peer={} state={}: neither publishes nor plays", service.name(), peer, session.state());
            service.metrics().rejected("IDLE");
            note("idle", "neither publishes nor plays");
            finish();
        }
    }

    private void ping() {
        if (service.isForNodes()) {
            uses.tellDelays();
        }
        session.ping();
        out.flush();
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    // ---- drain --------------------------------------------------------------------------------------------------

    /** The node is to stop: no further publisher is taken, and those who are here leave as {@code drain} says. */
    void drain(PortDrain drain) {
        if (departure == null && !over) {
            note("draining", "");
            departure = new Departure(this, drain);
        }
    }

    /** Whether somebody publishes or plays here, or waits to. */
    boolean isInUse() {
        return !uses.isEmpty();
    }

    /** Whether no further publisher is taken. */
    boolean isDraining() {
        return departure != null;
    }

    /** Whether a publisher that is let in now leaves at its next key frame. */
    boolean isLettingGo() {
        return departure != null && departure.isLettingGo();
    }

    void sendPublishersAway() {
        uses.sendPublishersAway();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Ends everything on the connection and closes it: the node shuts down. */
    void shutdown() {
        end(EndReason.SHUTDOWN);
    }

    private void end(EndReason reason) {
        uses.end(reason);
        finish();
    }

    /** Ends everything on the connection, and closes it when the client has had the chance to read why. Idempotent. */
    private void finish() {
        if (over) {
            return;
        }
        over = true;
        cancel(deadline);
        cancel(pings);
        if (departure != null) {
            departure.end();
        }
        throttle.end();
        session.close();
        uses.closed();
        out.closeAfterFlush();
    }

    private void socketClosed() {
        out.closed();
        finish();
        service.metrics().connectionClosed();
        note("closed", "");
        wayIn().end();
        if (cameIn) {
            service.access().left(arrival, session.receivedBytes(), out.writtenBytes());
        }
        clients.remove(number, flight());
        onClosed.accept(this);
    }
}
