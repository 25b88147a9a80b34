package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.tracing.Trace;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is connected to the ports for clients, over all event loops. Thread-safe; bounded by those who may connect.
 * Clients are asked on their own loops, some at a time. Futures complete on one of those loops, or at once.
 */
public final class Clients {
    /** Clients that one task asks: well below a millisecond. */
    private static final int AT_A_TIME = 256;

    private static final int ID_RADIX = 36;

    private final FlightRecorder recorder;
    private final Trace trace;
    private final ConcurrentNavigableMap<Long, ConnectedClient> byNumber = new ConcurrentSkipListMap<>();

    /** From the clock: a number of an earlier run of the node is nobody's now, unless the clock was set back since. */
    private final AtomicLong last = new AtomicLong(System.currentTimeMillis());

    /**
     * @param recorder of what happens to them
     * @param trace where those of their ways in begin
     */
    public Clients(FlightRecorder recorder, Trace trace) {
        this.recorder = recorder;
        this.trace = trace;
    }

    /** A client's number as the log of its node shows it; everywhere else the node's name and a slash stand before it. */
    public static String id(long number) {
        return Long.toString(number, ID_RADIX);
    }

    /** Reads what {@link #id} writes: digits and small letters. */
    public static long number(String id) {
        return Long.parseLong(id, ID_RADIX);
    }

    /** A client has come. */
    public ClientHandle add(ConnectedClient client) {
        long number = last.incrementAndGet();
        byNumber.put(number, client);
        return new ClientHandle(number, recorder.log(), trace);
    }

    /**
     * A client is gone.
     *
     * @param flight what happened to him
     */
    public void remove(ClientHandle handle, Flight flight) {
        recorder.ended(flight);
        byNumber.remove(handle.number());
    }

    /** What happened to a client, who may be gone. Empty if it was never there, or too long ago. */
    public Future<Optional<Flight>> flight(long number) {
        return Optional.ofNullable(byNumber.get(number))
                .map(client -> on(client.loop(), client::flight).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(recorder.ended(number)));
    }

    /** What happened to whoever publishes {@code key}, or did lately; the oldest first. */
    public Future<List<Flight>> publisherFlights(StreamKey key) {
        var parts = new ArrayList<Future<List<Flight>>>();
        slices().forEach((loop, slices) -> slices.forEach(slice -> parts.add(on(
                loop,
                () -> slice.stream()
                        .filter(client -> client.publishes(key))
                        .map(ConnectedClient::flight)
                        .toList()))));
        return Future.all(parts)
                .map(done -> Stream.concat(
                                recorder.ended(key).stream()
                                        .filter(flight -> flight.client().isPresent()),
                                parts.stream().flatMap(part -> part.result().stream()))
                        .toList());
    }

    /** One of them as he is now. Empty if there is none of that number. */
    public Future<Optional<ClientSnapshot>> find(long number) {
        return Optional.ofNullable(byNumber.get(number))
                .map(client -> on(client.loop(), client::snapshot).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** How many are connected. */
    public int count() {
        return byNumber.size();
    }

    /** Those that {@code wanted} takes, the oldest first. The predicate is called on event loops. */
    public Future<List<ClientSnapshot>> list(Predicate<ClientSnapshot> wanted) {
        var parts = new ArrayList<Future<List<ClientSnapshot>>>();
        slices().forEach((loop, slices) -> slices.forEach(slice -> parts.add(on(
                loop,
                () -> slice.stream()
                        .map(ConnectedClient::snapshot)
                        .filter(wanted)
                        .toList()))));
        return Future.all(parts)
                .map(done -> parts.stream()
                        .flatMap(part -> part.result().stream())
                        .sorted((a, b) -> Long.compare(a.number(), b.number()))
                        .toList());
    }

    /** Tells a client that it was kicked, ends what it does, and closes it. False if there is no such client. */
    public Future<Boolean> kick(long number) {
        return Optional.ofNullable(byNumber.get(number))
                .map(client -> on(client.loop(), client::kick))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    /** Kicks whatever publishes {@code key}, and leaves alone what else its client does. The answer is how many there were. */
    public Future<Integer> kickPublishers(StreamKey key) {
        var parts = new ArrayList<Future<Integer>>();
        slices().forEach((loop, slices) -> slices.forEach(slice -> parts.add(on(loop, () ->
                (int) slice.stream().filter(client -> client.kickPublish(key)).count()))));
        return Future.all(parts)
                .map(done -> parts.stream().mapToInt(Future::result).sum());
    }

    private Map<EventLoop, List<List<ConnectedClient>>> slices() {
        var slices = new HashMap<EventLoop, List<List<ConnectedClient>>>();
        for (ConnectedClient client : byNumber.values()) {
            var ofLoop = slices.computeIfAbsent(client.loop(), loop -> new ArrayList<>());
            if (ofLoop.isEmpty() || ofLoop.getLast().size() == AT_A_TIME) {
                ofLoop.add(new ArrayList<>());
            }
            ofLoop.getLast().add(client);
        }
        return slices;
    }

    private static <T> Future<T> on(EventLoop loop, Callable<T> question) {
        Promise<T> promise = Promise.promise();
        try {
            loop.execute(() -> {
                try {
                    promise.complete(question.call());
                } catch (Exception e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.fail(e); // the node is gone
        }
        return promise.future();
    }
}
