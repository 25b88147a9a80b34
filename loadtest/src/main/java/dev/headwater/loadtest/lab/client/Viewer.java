package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.PlayingClient;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.lab.measure.PlayerHistory;
import dev.headwater.loadtest.lab.measure.PlayerRecord;
import dev.headwater.media.MediaFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A player that comes back when it is thrown out, where its balancer sends it. Confined to its event loop. */
final class Viewer implements PlayerEvents {
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Clients clients;
    private final String stream;
    private final Endpoints servers;
    private final PlayerRecord record = new PlayerRecord(System.nanoTime(), Encoder.SHAPE.audio());
    private StreamUrl.@Nullable Server server;
    private @Nullable PlayingClient client;
    private int nextServer;
    private boolean left;

    /** @param first number of its first try, for servers that are tried in turn */
    Viewer(Clients clients, String stream, Endpoints servers, int first) {
        this.clients = clients;
        this.stream = stream;
        this.servers = servers;
        nextServer = first;
    }

    void open() {
        if (left) {
            return;
        }
        server = servers.enter(nextServer);
        nextServer++;
        client = clients.protocols().play(clients.loop(), Clients.address(server, stream), this);
    }

    void leave() {
        left = true;
        if (client != null) {
            client.close();
        }
    }

    /** Whether it has had a picture, and sound. */
    boolean isServed() {
        return record.isServed();
    }

    PlayerHistory history() {
        return record.history();
    }

    @Override
    public void received(int bytes) {
        // frames are counted
    }

    @Override
    public void started() {
        // the first picture counts
    }

    @Override
    public void frame(MediaFrame frame) {
        record.frame(frame, System.nanoTime());
    }

    @Override
    public void ended(String reason) {
        if (server != null) {
            servers.left(server);
        }
        record.disconnected(System.nanoTime());
        record.reconnected();
        var _ = clients.loop().schedule(this::open, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
}
