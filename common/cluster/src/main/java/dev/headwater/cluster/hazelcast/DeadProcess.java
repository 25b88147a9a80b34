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

    /** Whether nobody listens there, and somebody says so; not of a host that has no address now. Blocks, also for the address. */
    static boolean was(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
