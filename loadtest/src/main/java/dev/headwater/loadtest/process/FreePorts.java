package dev.headwater.loadtest.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Hands out ports that are free now, each once, the well-known ones where it can. Confined to one thread. */
public final class FreePorts {
    private static final int HIGHEST = 65_535;

    private final Set<Integer> given = new HashSet<>();

    /** @return {@code wanted}, or the next higher port that is free */
    public int at(int wanted) {
        for (int port = wanted; port <= HIGHEST; port++) {
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalArgumentException("no free port from %d to %d".formatted(wanted, HIGHEST));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a port in TIME_WAIT is free to listen on
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
