package dev.headwater.server.rtmp;

import dev.headwater.rtmp.message.Command;
import dev.headwater.server.auth.Client;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;

/** A client of an RTMP port in the words of those who decide what it may do. */
final class Introduction {
    private Introduction() {}

    /** Before it has said anything. */
    static Client silent(SocketAddress remote) {
        return new Client(address(remote), "", "", "", "", "");
    }

    /** As it says when it connects. A query rides on the app, the tcUrl or both. */
    static Client of(Client silent, long number, Command.Connect connect) {
        String query = StreamNames.query(connect.app());
        return new Client(
                silent.address(),
                Long.toString(number),
                query.isEmpty() ? StreamNames.query(connect.tcUrl()) : query,
                connect.tcUrl(),
                connect.pageUrl(),
                connect.flashVer());
    }

    /** A socket that has none, such as one that is closed already, will do nothing that needs one. */
    private static InetAddress address(SocketAddress remote) {
        try {
            return InetAddress.ofLiteral(String.valueOf(remote.hostAddress()));
        } catch (IllegalArgumentException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
