package dev.headwater.server.rtmp;

import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.Arrival;
import dev.headwater.server.auth.Greeting;
import dev.headwater.server.auth.Guest;
import dev.headwater.server.clients.Seat;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.log.AccessLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is at the other end of a connection, and whether it may come in: a stranger until its connect, which says who it is and is
 * answered here. Confined to the connection's event loop.
 */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final RtmpConnection connection;
    private final Seat seat;
    private final String peer;
    private Callers.Caller caller;
    private Guest guest;
    private boolean cameIn;

    /** @param peer text of {@code remote} */
    Reception(RtmpConnection connection, Seat seat, String peer, SocketAddress remote) {
        this.connection = connection;
        this.seat = seat;
        this.peer = peer;
        this.caller = Callers.Caller.itself(peer);
        this.guest = new Guest(new Arrival("", Introduction.silent(remote), false));
    }

    /** Who it is, known from the connect on. */
    Callers.Caller caller() {
        return caller;
    }

    /** The same for those who decide what it may do. */
    Guest guest() {
        return guest;
    }

    /** It says who it is, and is greeted now or later. */
    void connect(Command.Connect connect) {
        var service = connection.service();
        caller = service.callers().of(connect, peer);
        var trace = seat.trace(service.name(), caller.traceparent());
        var handshake = connection.session().handshakeKind();
        AccessLog.line("connect", service.name(), caller.named(), seat.id())
                .with(AccessField.HANDSHAKE, handshake)
                .trace(trace.id())
                .write();
        var arrival = Introduction.of(guest.arrival().client(), seat.id(), connect, trace);
        guest = new Guest(arrival);
        seat.note("handshake", handshake.name().toLowerCase(Locale.ROOT));
        seat.note("connect", "software=" + connect.flashVer()); // not the app: some clients put the key into it
        Admission.await(service.access().greet(arrival), connection::execute, this::greeted);
    }

    private void greeted(AsyncResult<Greeting> greeting) {
        if (connection.isOver()) {
            if (greeting.result() instanceof Greeting.Welcome(String user)) { // who let it in hears that it has gone
                tellGone(new Guest(guest.arrival().by(user)));
            }
            return;
        }
        if (greeting.failed()) {
            connection.closeFor(new IllegalStateException(greeting.cause()));
            return;
        }
        switch (greeting.result()) {
            case Greeting.Welcome(String user) -> {
                guest = new Guest(guest.arrival().by(user));
                cameIn = true;
                seat.note("connected", user.isEmpty() ? "" : "user=" + user);
                connection.session().acceptConnect();
            }
            case Greeting.Ask(String text) -> {
                LOG.debug(
                        "asked {} peer={} for user and password",
                        connection.service().name(),
                        peer);
                seat.note("asked", "for user and password");
                connection.session().rejectConnect(StatusCode.CONNECT_REJECTED, text);
                connection.finish();
            }
            case Greeting.Refuse(String text, String explanation) -> {
                connection.session().rejectConnect(StatusCode.CONNECT_REJECTED, text);
                connection.reject(StatusCode.CONNECT_REJECTED.name(), explanation);
            }
        }
    }

    /** The connection is closed. */
    void gone() {
        if (cameIn) {
            tellGone(guest);
        }
    }

    private void tellGone(Guest who) {
        connection
                .service()
                .access()
                .left(
                        who,
                        connection.session().receivedBytes(),
                        connection.out().writtenBytes());
    }
}
