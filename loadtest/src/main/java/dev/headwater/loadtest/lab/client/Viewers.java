package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.lab.measure.Audience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The players of one stream. Thread-safe; the questions block the caller until the event loop has answered. */
public final class Viewers {
    private static final long SLICE_MILLIS = 10;

    private final Clients clients;
    private final Endpoints servers;
    private final List<Viewer> all = new ArrayList<>();

    private Viewers(Clients clients, Endpoints servers) {
        this.clients = clients;
        this.servers = servers;
    }

    /** They come evenly within {@code time}, one at each server in turn, and come back at the next one. */
    public static Viewers open(
            Clients clients, String stream, List<StreamUrl.Server> servers, int count, Duration time) {
        return open(clients, stream, Endpoints.inTurn(servers), servers.size(), count, time);
    }

    /** The same, but they begin at the first {@code homes} servers only. */
    public static Viewers open(Clients clients, String stream, Endpoints servers, int homes, int count, Duration time) {
        var viewers = new Viewers(clients, servers);
        clients.loop().execute(() -> viewers.come(stream, homes, count, time));
        return viewers;
    }

    /** In slices, so that thousands need no timer each. */
    private void come(String stream, int homes, int count, Duration time) {
        long slices = Math.max(time.toMillis() / SLICE_MILLIS, 1);
        for (long slice = 0; slice < slices; slice++) {
            int first = (int) (count * slice / slices);
            int end = (int) (count * (slice + 1) / slices);
            var _ = clients.loop()
                    .schedule(() -> slice(stream, homes, first, end), slice * SLICE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void slice(String stream, int homes, int first, int end) {
        for (int i = first; i < end; i++) {
            var viewer = new Viewer(clients, stream, servers, i % homes);
            all.add(viewer);
            viewer.open();
        }
    }

    /** Where they come to. */
    public Endpoints servers() {
        return servers;
    }

    /** What they have got so far. A copy of all that was written down: not to be asked for while thousands come. */
    public Audience audience() throws InterruptedException {
        return ask(() -> new Audience(all.stream().map(Viewer::history).toList()));
    }

    /** How many have had a picture, and sound. */
    public long served() throws InterruptedException {
        return ask(() -> all.stream().filter(Viewer::isServed).count());
    }

    private <T> T ask(Callable<T> question) throws InterruptedException {
        try {
            return clients.loop().submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same of those that began at the server with that number, from 0; the players took {@code servers} in turn.
     *
     * @throws IllegalStateException if there are none, whom nothing could happen to
     */
    public Audience audienceAt(int server, int servers) throws InterruptedException {
        var players = audience().players();
        var there = IntStream.range(0, players.size())
                .filter(i -> i % servers == server)
                .mapToObj(players::get)
                .toList();
        if (there.isEmpty()) {
            throw new IllegalStateException("no player began at server %d of %d".formatted(server + 1, servers));
        }
        return new Audience(there);
    }

    public void leave() {
        clients.loop().execute(() -> all.forEach(Viewer::leave));
    }
}
