package dev.headwater.server.limits;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The limits of a port.
 *
 * @param room for publishers and players
 * @param door for those who connect
 * @param publishKbps most kilobits a second of a publisher, by app; 0 for any number ({@code limits.publish-kbps})
 * @param publishWindow over which that is measured ({@code limits.publish-window})
 */
public record PortLimits(Room room, Door door, ToIntFunction<String> publishKbps, Supplier<Duration> publishWindow) {
    /** Of a port whose callers were counted where they came in. */
    public static final PortLimits NONE =
            new PortLimits(Room.FOR_ALL, Door.OPEN, app -> 0, () -> Duration.ofSeconds(1));

    /** Of an origin's relay port: while the heap is short edges bring their publishers to another origin, and pull all the same. */
    public static PortLimits ofRelayPort(HeapWatch heap) {
        var guarded = heap.guard(NONE.room);
        Room room = (action, key, address) -> switch (action) {
            case PUBLISH -> guarded.enter(action, key, address);
            case PLAY -> NONE.room.enter(action, key, address);
        };
        return new PortLimits(room, NONE.door, NONE.publishKbps, NONE.publishWindow);
    }
}
