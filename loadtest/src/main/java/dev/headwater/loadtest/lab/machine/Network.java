package dev.headwater.loadtest.lab.machine;

import java.time.Duration;
import java.util.Collection;

/** What lies between the nodes. Confined to the lab's thread; blocks it. */
public sealed interface Network extends AutoCloseable permits NamespaceNetwork, LoopbackNetwork {
    /** Makes a place for a node; its name is new. */
    Place place(String name);

    /**
     * The same place at another address that was nobody's before, and its names with it: where a pod comes up that took the old one's
     * name. Nothing runs there.
     *
     * @throws UnsupportedOperationException if this network cannot
     */
    Place renew(Place place);

    /** Whether {@link #cut} works. */
    boolean canCut();

    /**
     * Drops what travels between any of {@code some} and any of {@code others} from now on.
     *
     * @throws UnsupportedOperationException if this network cannot
     */
    Cut cut(Collection<Place> some, Collection<Place> others, Cut.Traffic traffic);

    /**
     * Drops all that travels to the place or from it, the lab's own clients included: a host that is gone without a word.
     *
     * @throws UnsupportedOperationException if this network cannot
     */
    Cut cutOff(Place place);

    /**
     * Drops that share of the packets that travel to the place or from it, each by chance.
     *
     * @param share 0 to 1
     * @throws UnsupportedOperationException if this network cannot
     */
    Cut lose(Place place, double share);

    /**
     * Gives the lab one more address, to which the place sends no faster than that.
     *
     * @throws UnsupportedOperationException if this network cannot
     */
    SlowLink slowLink(Place place, int kilobitsPerSecond);

    /**
     * Moves the place away from all others and from the lab: from now on each packet to it or from it travels that long.
     *
     * @throws UnsupportedOperationException if this network cannot
     */
    FarLink moveAway(Place place, Duration oneWay);

    /**
     * What answers for the names of places.
     *
     * @throws UnsupportedOperationException if they have none here
     */
    NameService names();

    /** For the operator. */
    String describe();

    /** Takes everything down. The processes have ended. */
    @Override
    void close();
}
