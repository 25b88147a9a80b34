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
 * <p>What every node consists of is put together here ({@link dev.headwater.server.launch.RelayParts},
 * {@link dev.headwater.server.launch.ServiceParts}); a role adds its gate and its source, and the parts that these need.
 */
@NullMarked
package dev.headwater.server.launch;

import org.jspecify.annotations.NullMarked;
