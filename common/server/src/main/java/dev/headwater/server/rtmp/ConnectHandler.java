package dev.headwater.server.rtmp;

import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Admission;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.ConnectVerdict;
import dev.headwater.server.auth.ConnectionAuth;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.log.AccessLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the connect command (RTMP 1.0, 7.2.1.1): who is at the other end of a connection, and whether it may come in. A stranger until
 * its connect, which says who it is and is answered here. Confined to the connection's event loop.
 */
final class ConnectHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectHandler.class);

    private final RtmpConnection connection;
    private final ClientHandle handle;
    private final String peer;
    private CallerResolver.Caller caller;
    private ConnectionAuth auth;
    private boolean accepted;

    /** @param peer text of {@code remote} */
    ConnectHandler(RtmpConnection connection, ClientHandle handle, String peer, SocketAddress remote) {
        this.connection = connection;
        this.handle = handle;
        this.peer = peer;
        this.caller = CallerResolver.Caller.itself(peer);
        this.auth = new ConnectionAuth(new ConnectRequest("", ConnectAttributes.silent(remote), false));
    }

    /** Who it is, known from the connect on. */
    CallerResolver.Caller caller() {
        return caller;
    }

    /** The same for those who decide what it may do. */
    ConnectionAuth auth() {
        return auth;
    }

    /** It says who it is, and is answered now or later. */
    void connect(Command.Connect connect) {
        var service = connection.service();
        caller = service.callers().resolve(connect, peer);
        var trace = handle.trace(service.name(), caller.traceparent());
        var handshake = connection.session().handshakeKind();
        AccessLog.line("connect", service.name(), caller.named(), handle.id())
                .with(AccessField.HANDSHAKE, handshake)
                .trace(trace.id())
                .write();
        var request = ConnectAttributes.request(auth.request().client(), handle.id(), connect, trace);
        auth = new ConnectionAuth(request);
        handle.note("handshake", handshake.name().toLowerCase(Locale.ROOT));
        handle.note("connect", "software=" + connect.flashVer()); // not the app: some clients put the key into it
        Admission.await(service.access().authoriseConnect(request), connection::execute, this::answered);
    }

    private void answered(AsyncResult<ConnectVerdict> verdict) {
        if (connection.isOver()) {
            if (verdict.result()
                    instanceof ConnectVerdict.Accepted(String user)) { // who let it in hears that it has gone
                tellGone(new ConnectionAuth(auth.request().by(user)));
            }
            return;
        }
        if (verdict.failed()) {
            connection.closeFor(new IllegalStateException(verdict.cause()));
            return;
        }
        switch (verdict.result()) {
            case ConnectVerdict.Accepted(String user) -> {
                auth = new ConnectionAuth(auth.request().by(user));
                accepted = true;
                handle.note("connected", user.isEmpty() ? "" : "user=" + user);
                connection.session().acceptConnect();
            }
            case ConnectVerdict.Challenge(String text) -> {
                LOG.debug(
                        "asked {} peer={} for user and password",
                        connection.service().name(),
                        peer);
                handle.note("asked", "for user and password");
                connection.session().rejectConnect(StatusCode.CONNECT_REJECTED, text);
                connection.finish();
            }
            case ConnectVerdict.Rejected(String text, String explanation) -> {
                connection.session().rejectConnect(StatusCode.CONNECT_REJECTED, text);
                connection.reject(StatusCode.CONNECT_REJECTED.name(), explanation);
            }
        }
    }

    /** The connection is closed. */
    void closed() {
        if (accepted) {
            tellGone(auth);
        }
    }

    private void tellGone(ConnectionAuth who) {
        connection
                .service()
                .access()
                .disconnected(
                        who,
                        connection.session().receivedBytes(),
                        connection.out().writtenBytes());
    }
}
