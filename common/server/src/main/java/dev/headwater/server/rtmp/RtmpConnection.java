package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.session.ServerSession;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.ConnectionAuth;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.clients.ConnectedClient;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.net.ClientDrain;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.publish.Publish;
import dev.headwater.server.role.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RTMP client: owns the socket, the session and the publishers and players on it, from the accept to the close. The only one
 * that ends them. Confined to the connection's event loop.
 */
final class RtmpConnection implements ConnectedClient, ClientDrain.Client {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);

    private final RtmpService service;
    private final SocketWriter out;
    private final ReadThrottle throttle;
    private final boolean withinTls;
    private final RtmpSettings settings;
    private final ConnectionUses uses = new ConnectionUses();
    private final ServerSession session;
    private final ConnectionFaults faults;
    private final ConnectHandler connectHandler;
    private final ConnectionClock clock;
    private final Clients clients;
    private final ClientHandle handle;
    private final Consumer<RtmpConnection> onClosed;
    private @Nullable ClientDrain draining;
    private boolean refusesPublishers;
    private boolean heard;
    private boolean over;

    RtmpConnection(NetSocketInternal socket, RtmpService service, Clients clients, Consumer<RtmpConnection> onClosed) {
        this.service = service;
        this.clients = clients;
        this.onClosed = onClosed;
        this.settings = service.settings().get();
        this.out = new SocketWriter(socket, settings.notSentLowatBytes());
        this.throttle = new ReadThrottle(out);
        this.withinTls = socket.isSsl();
        this.handle = clients.add(this);
        var peer = PeerAddress.text(socket.remoteAddress());
        this.session = new ServerSession(
                settings.limits(), settings.session(), new ConnectionCommands(this, uses), out::answer);
        this.faults = new ConnectionFaults(service, peer, session, handle);
        this.connectHandler = new ConnectHandler(this, handle, peer, socket.remoteAddress());
        socket.messageHandler(message -> received((ByteBuf) message));
        socket.readCompletionHandler(nothing -> readComplete());
        socket.closeHandler(nothing -> socketClosed());
        socket.exceptionHandler(cause -> LOG.debug("peer={} socket failed: {}", peer, cause.toString()));
        service.metrics().connectionOpened();
        handle.note("accepted", peer);
        clock = new ConnectionClock(this);
    }

    String peer() {
        return caller().named();
    }

    /** Who is at the other end, known from the connect on. */
    CallerResolver.Caller caller() {
        return connectHandler.caller();
    }

    /** The same for those who decide what it may do, known from the connect on. */
    Client client() {
        return auth().request().client();
    }

    /** As it was authorised, known from the connect on. */
    ConnectionAuth auth() {
        return connectHandler.auth();
    }

    ClientHandle handle() {
        return handle;
    }

    boolean isWithinTls() {
        return withinTls;
    }

    ServerSession session() {
        return session;
    }

    SocketWriter out() {
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
        return handle.snapshot(Protocol.RTMP, caller().address(), client().flashVer(), faults.isSlowed(), uses.list());
    }

    @Override
    public Flight flight() {
        return handle.flight(
                over, new Flight.Bytes(session.receivedBytes(), session.acknowledgedBytes(), out.pendingBytes()));
    }

    @Override
    public boolean publishes(StreamKey key) {
        return uses.publishing(key).isPresent();
    }

    @Override
    public boolean kickPublish(StreamKey key) {
        var publisher = uses.publishing(key);
        publisher.ifPresent(kicked -> {
            handle.note("kicked", key.toString());
            LOG.info("kicked {} peer={} stream={}", service.name(), peer(), key);
            kicked.kick();
        });
        return publisher.isPresent();
    }

    @Override
    public boolean kick() {
        boolean open = !over;
        handle.note("kicked", "");
        LOG.info("kicked {} peer={}", service.name(), peer());
        end(EndReason.KICKED);
        return open;
    }

    // ---- bytes in and out ---------------------------------------------------------------------------------------

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
            faults.overworks();
        }
    }

    private void readComplete() {
        uses.flushPublishers();
        out.flush();
        if (!over && throttle.afterFlush()) {
            faults.doesNotRead();
        }
    }

    /** Whether any byte has come. */
    boolean isHeard() {
        return heard;
    }

    void ping() {
        if (service.isForNodes()) {
            uses.tellDelays();
        }
        session.ping();
        out.flush();
    }

    /** Runs a task on this connection's loop. What it throws closes this peer and nobody else. Any thread. */
    @Override
    public void execute(Runnable task) {
        out.loop().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                closeFor(e);
            }
            out.flush();
        });
    }

    // ---- its uses -----------------------------------------------------------------------------------------------

    /** The client says who it is. */
    void connect(Command.Connect connect) {
        connectHandler.connect(connect);
    }

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
        idleIfUnused();
    }

    private void finishIfUnused() {
        if (uses.isEmpty()) {
            finish();
        }
    }

    /** Without a publisher or a player the connection has until a deadline to become useful. */
    void idleIfUnused() {
        if (!over && uses.isEmpty()) {
            clock.idle();
        }
    }

    /** Whether somebody publishes or plays here, or waits to. */
    boolean isInUse() {
        return !uses.isEmpty();
    }

    // ---- drain --------------------------------------------------------------------------------------------------

    /** The node is to stop: no further publisher is taken, and those who are here leave as {@code drain} says. */
    void drain(PortDrain drain) {
        if (draining == null && !over) {
            refusePublishers();
            draining = new ClientDrain(this, drain);
        }
    }

    /** The node is to stop, as it was when the client came: it is not asked to move, since its way elsewhere leads here. */
    void refusePublishers() {
        handle.note("draining", "");
        refusesPublishers = true;
    }

    /**
     * Whether a publisher that leaves now does so because it was asked to move: it comes back elsewhere. Other nodes say goodbye
     * only if their broadcasters did.
     */
    boolean isMoving() {
        return draining != null && draining.hasAsked() && !service.isForNodes();
    }

    /** Whether no further publisher is taken. */
    boolean isDraining() {
        return refusesPublishers;
    }

    /** Whether a publisher that is let in now leaves at its next key frame. */
    boolean isLettingGo() {
        return draining != null && draining.isLettingGo();
    }

    /** To the same address, where others answer. */
    @Override
    public boolean askToMove() {
        return session.requestReconnect("", Publish.DRAINING);
    }

    @Override
    public void sendPublishersAway() {
        uses.sendPublishersAway();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Closes the peer for what was thrown on its behalf: a fault of its own, or of ours. */
    void closeFor(RuntimeException cause) {
        if (cause instanceof ProtocolException fault) {
            reject(fault.error().name(), String.valueOf(fault.getMessage()));
        } else {
            faults.ours(cause);
            finish();
        }
    }

    /** Closes the peer for its own fault. */
    void reject(String reason, String explanation) {
        faults.theirs(reason, explanation);
        finish();
    }

    /** Closes the peer because it has not become useful in time. */
    void closeUnused() {
        faults.unused();
        finish();
    }

    /** Ends everything on the connection and closes it: the node shuts down. */
    void shutdown() {
        end(EndReason.SHUTDOWN);
    }

    private void end(EndReason reason) {
        uses.end(reason);
        finish();
    }

    /** Ends everything on the connection, and closes it when the client has had the chance to read why. Idempotent. */
    void finish() {
        if (over) {
            return;
        }
        over = true;
        clock.stop();
        if (draining != null) {
            draining.close();
        }
        throttle.close();
        session.close();
        uses.closed();
        out.closeAfterFlush();
    }

    boolean isOver() {
        return over;
    }

    private void socketClosed() {
        out.closed();
        finish();
        service.metrics().connectionClosed();
        handle.note("closed", "");
        handle.wayIn().end();
        connectHandler.closed();
        clients.remove(handle, flight());
        onClosed.accept(this);
    }
}
