package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What all streams of a node share: their bounds, and one pulse for each event loop. Thread-safe. */
public final class Hub {
    private final HubSettings settings;
    private final ConcurrentMap<EventExecutor, LoopPulse> pulses;

    public Hub(HubSettings settings) {
        this(settings, new ConcurrentHashMap<>());
    }

    private Hub(HubSettings settings, ConcurrentMap<EventExecutor, LoopPulse> pulses) {
        this.settings = settings;
        this.pulses = pulses;
    }

    /**
     * The same loops and bounds for streams that are handed to other hubs, here or at other nodes: those gather for their
     * players, so video does not wait here as well ({@link FanoutSettings#VIDEO_AT_ONCE}).
     */
    public Hub ofSources() {
        return new Hub(settings.withFanout(settings.fanout().andThen(FanoutSettings::withVideoAtOnce)), pulses);
    }

    /** The bounds of every stream. */
    public HubSettings settings() {
        return settings;
    }

    /** To be used on that loop only. */
    LoopPulse pulse(EventExecutor loop) {
        return pulses.computeIfAbsent(loop, key -> new LoopPulse(key, settings));
    }
}
