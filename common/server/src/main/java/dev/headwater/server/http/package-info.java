/**
 * The HTTP media port.
 *
 * <pre>
 *   GET /route/{app}/{stream} --> RouteHandler --> Routes (server.route)
 *   GET /api/v1/clusters      --> SrsClusters  -----^
 * </pre>
 */
@NullMarked
package dev.headwater.server.http;

import org.jspecify.annotations.NullMarked;
