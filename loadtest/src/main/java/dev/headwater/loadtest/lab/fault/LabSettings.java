package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Distribution;
import dev.headwater.loadtest.lab.cluster.Topology;
import java.time.Duration;
import java.util.Optional;

/**
 * What the lab's rounds have in common.
 *
 * @param topology unless a fault needs a larger or another one
 * @param herd how many players a thundering herd has
 * @param throughEdges whether encoders publish to edges, which forward them
 * @param retry how long an encoder waits before it tries again
 * @param control how long the players are watched before the fault
 * @param after how long they are watched after it is over
 * @param maxPressure with more CPU pressure a round is invalid; 0 to 1
 * @param slack how many times as long as its limit a time may be; 1 but on a machine that does other things
 * @param old an earlier version than the lab's own, for faults that mix both
 */
public record LabSettings(
        Topology topology,
        int herd,
        boolean throughEdges,
        Duration retry,
        Duration control,
        Duration after,
        double maxPressure,
        int slack,
        Optional<Distribution> old) {}
