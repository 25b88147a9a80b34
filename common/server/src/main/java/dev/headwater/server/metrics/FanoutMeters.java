package dev.headwater.server.metrics;

import dev.headwater.media.hub.DropReason;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.PulseReason;
import dev.headwater.media.hub.SlowReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the fan-out counts. Each reason's meter is made at the start, so counting neither allocates nor locks. Thread-safe. */
public final class FanoutMeters implements HubMetrics {
    /** From well to what {@code player.queue-duration} allows by default. */
    private static final Duration[] QUEUE_AGE_BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4)
    };

    private static final Duration[] RELAY_DELAY_BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2)
    };

    private final Map<PulseReason, Timer> pulses;
    private final Map<PulseReason, Timer> waits;
    private final Map<SlowReason, Counter> dropped;
    private final Map<DropReason, Counter> withheld;
    private final Timer queueAges;
    private final Counter inTime;
    private final Counter behind;
    private final Timer relayDelays;
    private final Counter failedPlayers;
    private final LiveCount waitingPlayers;

    FanoutMeters(MeterRegistry registry) {
        pulses = byReason(
                PulseReason.class,
                tags -> Timer.builder("headwater.fanout.pulse")
                        .description(
                                "Time since a stream's frames last left for its players on one event loop, by what sent them")
                        .tags(tags)
                        .register(registry));
        waits = byReason(
                PulseReason.class,
                tags -> Timer.builder("headwater.fanout.wait")
                        .description("How long the oldest of those frames had waited, by what sent them")
                        .tags(tags)
                        .register(registry));
        dropped = byReason(
                SlowReason.class,
                tags -> Counter.builder("headwater.player.dropped.frames")
                        .description("Frames not sent to a player that could not keep up, by the limit that was hit")
                        .baseUnit("frames")
                        .tags(tags)
                        .register(registry));
        withheld = byReason(
                DropReason.class,
                tags -> Counter.builder("headwater.stream.withheld.frames")
                        .description("Frames of a source that were passed on to nobody, by reason")
                        .baseUnit("frames")
                        .tags(tags)
                        .register(registry));
        queueAges = Timer.builder("headwater.player.queue.age")
                .description(
                        "How long the oldest byte in the queue of any player of a stream on one event loop had waited,"
                                + " each time that frames left")
                .serviceLevelObjectives(QUEUE_AGE_BUCKETS)
                .register(registry);
        inTime = deliveries(registry, false);
        behind = deliveries(registry, true);
        relayDelays = Timer.builder("headwater.relay.delay")
                .description(
                        "Time since a pulled stream's frames came to the node that owns it, each time that they left for"
                                + " players on one event loop")
                .serviceLevelObjectives(RELAY_DELAY_BUCKETS)
                .register(registry);
        failedPlayers = Counter.builder("headwater.player.failed")
                .description("Players that were ended through a fault of ours, which the log tells")
                .register(registry);
        waitingPlayers = new LiveCount(
                registry,
                "headwater.waiting.players",
                "Players that wait for their turn to start: a crowd is let in by slices",
                "players",
                Tags.empty());
    }

    private static Counter deliveries(MeterRegistry registry, boolean behind) {
        return Counter.builder("headwater.player.deliveries")
                .description("Players that frames were handed to, each time that they left, by whether the oldest byte"
                        + " in the player's queue had waited for half a second")
                .tag("behind", Boolean.toString(behind))
                .register(registry);
    }

    private static <R extends Enum<R>, M> Map<R, M> byReason(Class<R> reasons, Function<Tags, M> maker) {
        var meters = new EnumMap<R, M>(reasons);
        for (R reason : reasons.getEnumConstants()) {
            meters.put(reason, maker.apply(Tags.of("reason", reason.name().toLowerCase(Locale.ROOT))));
        }
        return meters;
    }

    private static <R extends Enum<R>, M> M of(Map<R, M> meters, R reason) {
        return Objects.requireNonNull(meters.get(reason));
    }

    @Override
    public void pulse(PulseReason reason, long intervalNanos, long waitedNanos) {
        of(pulses, reason).record(intervalNanos, TimeUnit.NANOSECONDS);
        of(waits, reason).record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void queueAge(long oldestNanos) {
        queueAges.record(oldestNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void delivered(int inTime, int behind) {
        this.inTime.increment(inTime);
        this.behind.increment(behind);
    }

    @Override
    public void relayDelay(long nanos) {
        relayDelays.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void dropped(SlowReason reason, int frames) {
        of(dropped, reason).increment(frames);
    }

    /** Frames so far that players could not take, whatever the limit. */
    public double droppedFrames() {
        return dropped.values().stream().mapToDouble(Counter::count).sum();
    }

    @Override
    public void withheld(DropReason reason) {
        of(withheld, reason).increment();
    }

    @Override
    public void playerFailed() {
        failedPlayers.increment();
    }

    @Override
    public void waitingToStart(int change) {
        waitingPlayers.add(change);
    }
}
