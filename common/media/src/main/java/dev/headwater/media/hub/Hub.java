package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What all streams of a node share: their bounds, and one pulse for each event loop. Thread-safe. */
public final class Hub {
    private final HubSettings settings;
    private final ConcurrentMap<EventExecutor, LoopPulse> pulses = new ConcurrentHashMap<>();

    public Hub(HubSettings settings) {
        this.settings = settings;
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
