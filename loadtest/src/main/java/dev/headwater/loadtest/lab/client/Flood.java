package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.StreamUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sockets that are opened and say nothing. One that is closed comes back after a second, until the flood is closed. */
public final class Flood implements AutoCloseable {
    private static final long RETRY_MS = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final StreamUrl.Server server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    private Flood(StreamUrl.Server server) {
        this.server = server;
    }

    /** @param sockets each on a thread of its own, spread over the first second */
    public static Flood start(StreamUrl.Server server, int sockets) {
        var flood = new Flood(server);
        for (int i = 0; i < sockets; i++) {
            long firstMs = RETRY_MS * i / sockets;
            Thread.ofVirtual().name("flood-" + i).start(() -> flood.comeAgain(firstMs));
        }
        return flood;
    }

    private void comeAgain(long firstMs) {
        try {
            for (long waitMs = firstMs; !over.await(waitMs, TimeUnit.MILLISECONDS); waitMs = RETRY_MS) {
                visit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the server closes, or we do. */
    private void visit() {
        try (var socket = new Socket()) {
            open.add(socket);
            socket.connect(server.resolve(), CONNECT_TIMEOUT_MS);
            if (over.getCount() > 0) {
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException refused) {
            // it comes again
        } finally {
            open.removeIf(Socket::isClosed);
        }
    }

    @Override
    public void close() {
        over.countDown();
        open.forEach(Flood::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
