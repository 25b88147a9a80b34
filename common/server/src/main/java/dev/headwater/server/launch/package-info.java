/**
 * A node's life from its command line to its exit.
 *
 * <pre>
 *   NodeOptions   --config, --set                                   ConfigException: the caller exits with 2
 *      |
 *   NodeMain      log, then Node.start                              exit 1: it could not start
 *      |
 *   Node          transport, metrics, NodeRole.join (Vert.x), management port, the role's parts in order, "ready"
 *      |
 *   SIGTERM       not ready, parts drain, parts stop in reverse, Vert.x closes, NodeRole.leave     exit 0
 *   Node.stop     the same by command
 * </pre>
 *
 * <p>The parts in the order of their start, each with what it stands on above it; they stop in reverse:
 *
 * <pre>
 *   tracing, management               operators see the start, and the end of all others
 *   cluster tls, cluster, control
 *   leases (origin), relay            names are given up when all clients and nodes have left
 *   pulls
 *   auth                              callbacks hear "up" before the first client, "down" after the last
 *   record (origin)                   has its last files told by callbacks
 *   limits
 *   hls, rtmp, http, tls, rtmps, https
 *   metrics, demand, added relays
 *   relays (origin)                   those to foreign servers; they publish and play here like clients
 *   view of the nodes
 *   announcer                         others find this node only while it serves
 * </pre>
 *
 * <p>What every node consists of is put together here ({@link dev.headwater.server.launch.RelayParts},
 * {@link dev.headwater.server.launch.ServiceParts}); a role adds its gate and its source, and the parts that these need.
 */
@NullMarked
package dev.headwater.server.launch;

import org.jspecify.annotations.NullMarked;
