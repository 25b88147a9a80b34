package dev.headwater.server.control;

import dev.headwater.server.limits.Occupancy;
import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.rtmp.Clients;
import dev.headwater.server.statics.RelayList;
import dev.headwater.server.statics.RelayReport;
import java.util.List;
import java.util.function.Supplier;

/**
 * What of its own node the control can see and move. Thread-safe.
 *
 * @param port counts of the port for broadcasters and players
 * @param occupancy how much of the limits is used
 * @param connected who is connected to that port; asked each time, since there is nobody before the port is open
 * @param relays those that hold, as it knows them
 * @param reports of those that it takes part in running
 * @param history its last hour
 * @param drain begins what SIGTERM would; returns at once
 */
public record LocalNode(
        PortMeters port,
        Occupancy occupancy,
        Supplier<Clients> connected,
        StreamsHere streams,
        RelayList relays,
        Supplier<List<RelayReport>> reports,
        NodeHistory history,
        Runnable drain) {
    Clients clients() {
        return connected.get();
    }

    NodeFigures figures() {
        return new NodeFigures(port.connections.value(), port.publishers.value(), port.players.value());
    }
}
