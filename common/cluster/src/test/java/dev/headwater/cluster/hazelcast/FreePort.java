package dev.headwater.cluster.hazelcast;

import java.io.IOException;
import java.net.ServerSocket;

/** A port that was free a moment ago, for a member that others must know before it starts. */
final class FreePort {
    private FreePort() {}

    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
