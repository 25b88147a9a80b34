package dev.headwater.server.flight;

import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Makes the logs of a node's sessions, and keeps those of sessions that have ended for a while. Thread-safe. */
public final class FlightRecorder {
    /** Records nothing. */
    public static final FlightRecorder OFF = new FlightRecorder(0, 0, Duration.ZERO, 0, System::nanoTime);

    private final int maxEvents;
    private final int maxBytes;
    private final long keepNanos;
    private final int maxEnded;
    private final LongSupplier nanoTime;
    private final ConcurrentLinkedDeque<Ended> ended = new ConcurrentLinkedDeque<>();
    private final AtomicInteger endedCount = new AtomicInteger();

    private record Ended(Flight flight, long nanos) {}

    /**
     * @param maxEvents of one session ({@code flight.events}); 0 records nothing
     * @param maxBytes the same, about ({@code flight.bytes})
     * @param keep how long a session that has ended is remembered ({@code flight.keep})
     * @param maxEnded how many of them at most, the newest ({@code flight.ended})
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public FlightRecorder(int maxEvents, int maxBytes, Duration keep, int maxEnded, LongSupplier nanoTime) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.keepNanos = keep.toNanos();
        this.maxEnded = maxEnded;
        this.nanoTime = nanoTime;
    }

    /** For one more session. */
    public FlightLog log() {
        return new FlightLog(maxEvents, maxBytes);
    }

    /** A session is over. */
    public void ended(Flight flight) {
        if (flight.events().isEmpty()) {
            return;
        }
        ended.addLast(new Ended(flight, nanoTime.getAsLong()));
        int count = endedCount.incrementAndGet();
        for (var first = ended.peekFirst();
                first != null && (count > maxEnded || isOld(first));
                first = ended.peekFirst()) {
            if (ended.remove(first)) {
                count = endedCount.decrementAndGet();
            }
        }
    }

    private boolean isOld(Ended session) {
        return nanoTime.getAsLong() - session.nanos() > keepNanos;
    }

    private Stream<Flight> remembered() {
        return ended.stream().filter(session -> !isOld(session)).map(Ended::flight);
    }

    /** A client that is gone. */
    public Optional<Flight> ended(long client) {
        return remembered()
                .filter(flight -> flight.client().equals(Optional.of(client)))
                .findFirst();
    }

    /** Of the sessions that are over, those that published a stream, and this node's pulls of it; the oldest first. */
    public List<Flight> ended(StreamKey key) {
        return remembered().filter(flight -> flight.streams().contains(key)).toList();
    }
}
