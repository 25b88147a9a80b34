package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What one viewer asks of its server by HTTP/1.1: over as many connections as it has requests under way, kept for the next
 * ones. Confined to its event loop.
 */
public final class HttpRequests implements Client {
    private final Connections connections;
    private final StreamUrl.Server server;
    private final EventLoop loop;
    private final IntConsumer received;
    private final Deque<HttpSocket> idle = new ArrayDeque<>();
    private final Set<HttpSocket> all = new LinkedHashSet<>();
    private boolean closed;

    /** @param received takes the number of bytes of bodies as they come */
    HttpRequests(Connections connections, StreamUrl.Server server, EventLoop loop, IntConsumer received) {
        this.connections = connections;
        this.server = server;
        this.loop = loop;
        this.received = received;
    }

    /**
     * Asks for {@code path}.
     *
     * @param path with the query
     * @param keepBytes how much of the body is wanted; the rest is counted and thrown away
     * @param then takes the answer, later; it is not called after {@link #close}
     */
    public void get(String path, int keepBytes, Consumer<HttpAnswer> then) {
        ask(new HttpExchange(path, keepBytes, then));
    }

    private void ask(HttpExchange exchange) {
        if (closed) {
            return;
        }
        var kept = idle.pollLast();
        if (kept != null) {
            kept.ask(exchange);
        } else {
            var socket = new HttpSocket(server.authority(), this);
            all.add(socket);
            socket.ask(exchange);
            socket.open(connections, loop);
        }
    }

    void received(int bytes) {
        received.accept(bytes);
    }

    void free(HttpSocket socket) {
        idle.addLast(socket);
    }

    void gone(HttpSocket socket) {
        idle.remove(socket);
        all.remove(socket);
    }

    /** A kept connection may be closed in the very moment in which it is used again: then another one asks. */
    void brokenOff(HttpSocket socket, HttpExchange exchange, String reason) {
        if (socket.isUsed() && !exchange.hasBegun()) {
            ask(exchange);
        } else if (!closed) {
            exchange.breakOff(reason);
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(all).forEach(HttpSocket::close);
        all.clear();
        idle.clear();
    }
}
