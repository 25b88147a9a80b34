/**
 * Real nodes, each in a process of its own at a {@link dev.headwater.loadtest.lab.machine.Place}.
 *
 * <pre>
 *   Topology of NodeSpecs --&gt; LabCluster --&gt; LabNode   kill, terminate, freeze, thaw, startAgain
 *                                              +-- NodeApi   what it says of streams, nodes and metrics
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.cluster;

import org.jspecify.annotations.NullMarked;
