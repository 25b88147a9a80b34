package dev.headwater.cluster;

import dev.headwater.testkit.lab.Seat;

/** Settings of members that tests start: on loopback, in the zone {@code west}, their event bus on any free port. */
public final class TestSettings {
    private static final String LOOPBACK = "127.0.0.1";

    private TestSettings() {}

    /** @param port where it listens, 0 for any free one */
    public static ClusterSettings of(
            String cluster, String nodeId, int port, Seeds seeds, boolean lite, Succession succession) {
        return of(cluster, nodeId, LOOPBACK, port, seeds, lite, succession);
    }

    /** For a member of a lab. */
    public static ClusterSettings of(Seat seat, Succession succession) {
        return of(
                seat.cluster(),
                seat.node(),
                seat.told(),
                seat.address().real(),
                Seeds.members(seat.members()),
                seat.edge(),
                succession);
    }

    private static ClusterSettings of(
            String cluster, String nodeId, String told, int port, Seeds seeds, boolean lite, Succession succession) {
        return new ClusterSettings(cluster, nodeId, "west", LOOPBACK, told, port, 0, seeds, lite, succession);
    }
}
