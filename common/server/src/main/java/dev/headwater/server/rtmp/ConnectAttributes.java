package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;

/** What a connect command says of its client, for those who decide what it may do. */
final class ConnectAttributes {
    private ConnectAttributes() {}

    /** Before it has said anything. */
    static Client silent(SocketAddress remote) {
        return new Client(address(remote), "", "", "", "", "", "", "", Trace.NONE);
    }

    /** As it says when it connects. A query rides on the app, the tcUrl or both. */
    static ConnectRequest request(Client silent, String id, Command.Connect connect, Trace trace) {
        var client = new Client(
                silent.address(),
                id,
                silent.user(),
                query(connect),
                connect.tcUrl(),
                connect.pageUrl(),
                connect.swfUrl(),
                connect.flashVer(),
                trace);
        return new ConnectRequest(app(connect), client, isEncoder(connect));
    }

    /** Encoders say that they are no players by a type of {@code nonprivate}. */
    private static boolean isEncoder(Command.Connect connect) {
        return connect.properties().get("type") instanceof AmfValue.Text(String type) && type.equals("nonprivate");
    }

    private static String query(Command.Connect connect) {
        String query = StreamNames.query(connect.app());
        return query.isEmpty() ? StreamNames.query(connect.tcUrl()) : query;
    }

    /**
     * As if a name of one segment were to follow, as most do; the stream may turn out to be of another
     * ({@link dev.headwater.server.auth.Access#authorise(dev.headwater.server.auth.Attempt, dev.headwater.server.auth.ConnectionAuth)}). Empty if it is none.
     */
    private static String app(Command.Connect connect) {
        try {
            return StreamKey.parse(connect.app(), "any").app();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** A socket that has none, such as one that is closed already, will do nothing that needs one. */
    static InetAddress address(SocketAddress remote) {
        try {
            return InetAddress.ofLiteral(String.valueOf(remote.hostAddress()));
        } catch (IllegalArgumentException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
