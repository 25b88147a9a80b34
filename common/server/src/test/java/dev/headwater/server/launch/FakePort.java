package dev.headwater.server.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.Map;

/** A part that really listens. */
final class FakePort implements Part {
    private final String name;
    private final int port;
    private final Journal journal;
    private final NetServer server;

    FakePort(String name, Vertx vertx, int port, Journal journal) {
        this.name = name;
        this.port = port;
        this.journal = journal;
        server = vertx.createNetServer()
                .connectHandler(socket -> socket.write("hello").compose(sent -> socket.end()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<?> start() {
        journal.add("start " + name);
        return server.listen(port, "127.0.0.1");
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name + ".port", port());
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        journal.add("stop " + name);
        return server.close();
    }
}
