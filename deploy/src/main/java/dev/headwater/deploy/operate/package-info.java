/**
 * The operator's commands: a cluster seen and moved from a shell, through the management port of any of its nodes.
 *
 * <pre>
 *   NodesCommand, StreamsCommand, ClientsCommand --> Listing --+
 *   TopCommand                                      (Table)    +--> Api --HTTP--> /api/v1 of one node
 *   EventsCommand, KickCommand --------------------------------+
 *   DrainCommand, ReloadCommand -------------------------------+
 * </pre>
 */
@NullMarked
package dev.headwater.deploy.operate;

import org.jspecify.annotations.NullMarked;
