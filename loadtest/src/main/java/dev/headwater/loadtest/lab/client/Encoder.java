package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.PublisherEvents;
import dev.headwater.loadtest.client.PublishingClient;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.source.Format;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.loadtest.source.Source;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A broadcaster's encoder. What it loses it publishes again, at the next ingest as a load balancer would have it, with a
 * clock that starts at 0 and a key frame. Its state is confined to its event loop; its methods may be called from anywhere.
 */
public final class Encoder {
    /** Of encoders that are not asked for another: 1 Mbit/s, 25 pictures a second, a key frame each second. */
    public static final Shape SHAPE = new Shape(1_000, 25, Duration.ofSeconds(1), true);

    /** An ingest that takes the connection and says nothing is given up. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(3);

    /** Why a publication is over that goes on elsewhere. */
    private static final String MOVED = "moved";

    /**
     * One connection that was let publish.
     *
     * @param number which its frames carry
     * @param startedNanos when publishing started, of {@link System#nanoTime}
     * @param endedNanos when the server ended it, or 0
     */
    public record Publication(long number, StreamUrl.Server ingest, long startedNanos, long endedNanos, String reason) {
        public boolean isOver() {
            return endedNanos != 0;
        }

        private Publication ended(String why) {
            return new Publication(number, ingest, startedNanos, System.nanoTime(), why);
        }
    }

    private final Clients clients;
    private final String stream;
    private final Endpoints ingests;
    private final Duration retry;
    private final Format format;
    private final Shape shape;
    private final boolean movesWhenAsked;
    private volatile boolean comesBack = true;
    private volatile List<Publication> publications = List.of();
    private volatile int mostTries;
    private int tries;
    private int nextIngest;
    private @Nullable Attempt attempt;

    /** It was asked to move, and goes on until {@link #attempt} publishes. */
    private @Nullable Attempt leaving;

    /**
     * @param ingests in turn, from the first on
     * @param movesWhenAsked by a reconnect request of Enhanced RTMP: publishes elsewhere before it stops where it is
     */
    Encoder(
            Clients clients,
            String stream,
            Endpoints ingests,
            Duration retry,
            Format format,
            Shape shape,
            boolean movesWhenAsked) {
        this.clients = clients;
        this.stream = stream;
        this.ingests = ingests;
        this.retry = retry;
        this.format = format;
        this.shape = shape;
        this.movesWhenAsked = movesWhenAsked;
    }

    Encoder start() {
        clients.loop().execute(this::open);
        return this;
    }

    /** From now on it stays away when it loses its connection. */
    public void comeBackNoMore() {
        comesBack = false;
    }

    /** Gives its connection up, as one that nobody seems to read, and publishes again at the next ingest. */
    public void reconnect() {
        clients.loop().execute(() -> {
            if (attempt != null) {
                attempt.giveUp("given up");
            }
        });
    }

    /** Where it publishes. */
    public Endpoints ingests() {
        return ingests;
    }

    /** Says goodbye. */
    public void stop() {
        comesBack = false;
        clients.loop().execute(() -> {
            if (attempt != null) {
                attempt.close();
            }
            if (leaving != null) {
                leaving.close();
            }
        });
    }

    /** Its connection breaks, without a goodbye, and it stays away. */
    public void vanish() {
        comesBack = false;
        clients.loop().execute(() -> {
            if (attempt != null) {
                attempt.vanish();
            }
        });
    }

    /** All that it was let publish so far, oldest first. */
    public List<Publication> publications() {
        return publications;
    }

    /** How often it moved to another ingest when it was asked to. */
    public long moves() {
        return publications.stream()
                .filter(publication -> publication.reason().equals(MOVED))
                .count();
    }

    /** How many connections it took to be let publish, at worst; those that were in vain count, too. */
    public int mostTries() {
        return mostTries;
    }

    /**
     * The longest time from the loss of a connection to the next publish, or until now if there is none yet, in nanoseconds; 0
     * if it lost none, or was let publish elsewhere before.
     */
    public long longestReconnectNanos() {
        var all = publications;
        long longest = all.isEmpty() || !all.getLast().isOver()
                ? 0
                : System.nanoTime() - all.getLast().endedNanos();
        for (int i = 1; i < all.size(); i++) {
            longest =
                    Math.max(longest, all.get(i).startedNanos() - all.get(i - 1).endedNanos());
        }
        return longest;
    }

    /** Whether it publishes now. */
    public boolean isPublishing() {
        var all = publications;
        return !all.isEmpty() && !all.getLast().isOver();
    }

    private void open() {
        tries++;
        mostTries = Math.max(mostTries, tries);
        attempt = new Attempt(ingests.enter(nextIngest));
        nextIngest++;
        attempt.open();
    }

    private void replaceLast(Publication publication) {
        var all = new ArrayList<>(publications);
        all.set(all.size() - 1, publication);
        publications = List.copyOf(all);
    }

    private void move() {
        if (comesBack && leaving == null) {
            leaving = attempt;
            open();
        }
    }

    private void over(Attempt ended, String reason) {
        ingests.left(ended.ingest);
        if (ended.publishing) {
            replaceLast(publications.getLast().ended(reason));
        }
        if (ended.equals(leaving)) {
            leaving = null;
        } else if (comesBack) {
            var _ = clients.loop().schedule(this::open, retry.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One connection. Confined to the event loop. */
    private final class Attempt implements PublisherEvents {
        private final StreamUrl.Server ingest;
        private final long number = clients.nextPublication();
        private final Source source = new GeneratedSource(shape, number, format);
        private @Nullable PublishingClient client;
        private @Nullable ScheduledFuture<?> next;
        private boolean publishing;
        private boolean over;
        private long startedNanos;

        Attempt(StreamUrl.Server ingest) {
            this.ingest = ingest;
        }

        void open() {
            next = clients.loop()
                    .schedule(() -> giveUp("no answer"), ANSWER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            client = clients.protocols().publish(clients.loop(), Clients.address(ingest, stream), this);
        }

        @Override
        public void started() {
            rest();
            if (leaving != null) {
                leaving.giveUp(MOVED);
            }
            publishing = true;
            startedNanos = System.nanoTime();
            tries = 0;
            var all = new ArrayList<>(publications);
            all.add(new Publication(number, ingest, startedNanos, 0, ""));
            publications = List.copyOf(all);
            if (client != null) {
                source.headers().forEach(client::send);
            }
            sendDue();
        }

        private void sendDue() {
            if (client == null || over) {
                return;
            }
            long now = System.nanoTime() - startedNanos;
            while (source.nextDueNanos() <= now) {
                client.send(source.next());
            }
            client.flush();
            long wait = source.nextDueNanos() - (System.nanoTime() - startedNanos);
            next = clients.loop().schedule(this::sendDue, Math.max(wait, 0), TimeUnit.NANOSECONDS);
        }

        private void giveUp(String reason) {
            close();
            ended(reason);
        }

        @Override
        public void ended(String reason) {
            if (!over) {
                over = true;
                rest();
                Encoder.this.over(this, reason);
            }
        }

        @Override
        public boolean canReconnect() {
            return movesWhenAsked;
        }

        @Override
        public void reconnectRequested() {
            if (this.equals(attempt)) {
                move();
            }
        }

        void close() {
            rest();
            if (client != null) {
                client.close();
            }
        }

        void vanish() {
            rest();
            if (client != null) {
                client.vanish();
            }
        }

        private void rest() {
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
