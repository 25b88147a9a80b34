/**
 * How many may publish and play, and how fast they may come. Asked where a client comes in, after {@code auth} has said that it
 * may and by what name; answered at once, from what this node knows.
 *
 * <pre>
 *   client --acquire--> ClusterLimiter  uses here + UsesElsewhere against LimitValues --> Granted: release() when it goes, or Exhausted
 *                        |              ^
 *                 changed|              |the uses of each other node (cluster.UsesDirectory)
 *                        v              |
 *                   UsesAnnouncer ----> all nodes: at once, or when limits.window has passed since the last time
 * </pre>
 *
 * Before all of that stands {@link dev.headwater.server.limits.HeapWatch}: while the heap is short there is room for nobody,
 * on an origin's relay port for no publisher.
 */
@NullMarked
package dev.headwater.server.limits;

import org.jspecify.annotations.NullMarked;
