package dev.headwater.loadtest.lab.machine;

import dev.headwater.loadtest.process.FreePorts;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** All nodes on 127.0.0.1, told apart by their ports: nothing can be cut here. */
public final class LoopbackNetwork implements Network {
    private final FreePorts ports = new FreePorts();

    @Override
    public Place place(String name) {
        return new Place(name, "127.0.0.1", Ports.free(ports), List.of());
    }

    @Override
    public Place renew(Place place) {
        throw new UnsupportedOperationException("the loopback interface has one address");
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public Cut cut(Collection<Place> some, Collection<Place> others, Cut.Traffic traffic) {
        throw new UnsupportedOperationException("the loopback interface cannot be cut");
    }

    @Override
    public Cut cutOff(Place place) {
        throw new UnsupportedOperationException("the loopback interface cannot be cut");
    }

    @Override
    public Cut lose(Place place, double share) {
        throw new UnsupportedOperationException("the loopback interface loses nothing");
    }

    @Override
    public SlowLink slowLink(Place place, int kilobitsPerSecond) {
        throw new UnsupportedOperationException("the loopback interface cannot be slowed down");
    }

    @Override
    public FarLink moveAway(Place place, Duration oneWay) {
        throw new UnsupportedOperationException("the loopback interface is nowhere else");
    }

    @Override
    public NameService names() {
        throw new UnsupportedOperationException("the loopback interface has no names of its own");
    }

    @Override
    public String describe() {
        return "processes on 127.0.0.1";
    }

    @Override
    public void close() {
        // ports are given back by the processes
    }
}
