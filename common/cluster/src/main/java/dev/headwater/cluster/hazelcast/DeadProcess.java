package dev.headwater.cluster.hazelcast;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Tells a process that has died from one that stands still or is cut off: of the first, its machine refuses connections. */
final class DeadProcess {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private DeadProcess() {}

    /** Whether nobody listens there, and somebody says so. Blocks. */
    static boolean was(InetSocketAddress listened) {
        try (var socket = new Socket()) {
            socket.connect(listened, (int) PATIENCE.toMillis());
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
