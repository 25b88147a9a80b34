package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.limits.ClusterLimiter;
import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.metrics.StreamTraffic;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What of its own node the control can see and move. Thread-safe.
 *
 * @param ports counts of the ports for broadcasters and players
 * @param traffic through them, by stream
 * @param limiter how much of the limits is used
 * @param connected who is connected to them; asked each time, since there is nobody before the port is open
 * @param pictures of these streams
 * @param relays those that hold, as it knows them
 * @param reports of those that it takes part in running
 * @param history its last hour
 * @param drain begins what SIGTERM would; returns at once
 */
public record LocalNode(
        List<PortMeters> ports,
        StreamTraffic traffic,
        ClusterLimiter limiter,
        Supplier<Clients> connected,
        StreamsHere streams,
        Pictures pictures,
        RelayList relays,
        Supplier<List<RelayReport>> reports,
        NodeHistory history,
        Runnable drain) {
    public LocalNode {
        ports = List.copyOf(ports);
    }

    Clients clients() {
        return connected.get();
    }

    NodeFigures figures() {
        return new NodeFigures(
                sum(port -> port.connections.value()),
                sum(port -> port.publishers.value()),
                sum(PortMeters::players),
                new TrafficFigures(
                        sum(port -> (long) port.receivedBytes.count()), sum(port -> (long) port.sentBytes())));
    }

    /** The same for one stream. */
    TrafficFigures traffic(StreamKey key) {
        return traffic.known(key).map(TrafficFigures::of).orElse(TrafficFigures.NONE);
    }

    private long sum(ToLongFunction<PortMeters> figure) {
        return ports.stream().mapToLong(figure).sum();
    }
}
