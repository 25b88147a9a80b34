/**
 * The headwater command: what the words after {@code ./headwater} mean.
 *
 * <pre>
 *   HeadwaterCommand -+- origin   the origin's own command
 *                     +- edge     the edge's own command
 *                     +- nodes, streams, clients, top, kick, drain    a cluster, through any node's management port
 *                     +- demo     runs this program twice, as an origin and as an edge, and joins them
 *                     +- load     virtual clients for any server: the load test's own command
 *                     +- lab      runs this program as whole clusters, and makes faults in them
 * </pre>
 */
@NullMarked
package dev.headwater.deploy;

import org.jspecify.annotations.NullMarked;
