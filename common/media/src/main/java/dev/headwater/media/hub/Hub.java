package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What all streams of a node share: their bounds, and one pulse for each event loop. Thread-safe. */
public final class Hub {
    private final Supplier<HubSettings> settings;
    private final UnaryOperator<FanoutSettings> gathering;
    private final ConcurrentMap<EventExecutor, LoopPulse> pulses;

    /** With bounds that never change. */
    public Hub(HubSettings settings) {
        this(() -> settings);
    }

    /** @param settings asked often, on the way of frames; a stream and a player keep those that they began with */
    public Hub(Supplier<HubSettings> settings) {
        this(settings, UnaryOperator.identity(), new ConcurrentHashMap<>());
    }

    private Hub(
            Supplier<HubSettings> settings,
            UnaryOperator<FanoutSettings> gathering,
            ConcurrentMap<EventExecutor, LoopPulse> pulses) {
        this.settings = settings;
        this.gathering = gathering;
        this.pulses = pulses;
    }

    /**
     * The same loops and bounds for streams that are handed to other hubs, here or at other nodes: those gather for their
     * players, so video does not wait here as well ({@link FanoutSettings#VIDEO_AT_ONCE}).
     */
    public Hub ofSources() {
        return new Hub(settings, FanoutSettings::withVideoAtOnce, pulses);
    }

    /** The bounds of every stream that begins now. */
    public HubSettings settings() {
        return settings.get();
    }

    /** How the frames of an app's streams that begin now are gathered. */
    FanoutSettings fanout(String app) {
        return gathering.apply(settings().fanout().apply(app));
    }

    /** To be used on that loop only. */
    LoopPulse pulse(EventExecutor loop) {
        return pulses.computeIfAbsent(loop, key -> new LoopPulse(key, settings()));
    }
}
