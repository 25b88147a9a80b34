/**
 * The HTTP media port: one server per event loop, and what it asks of every request. What is served is mounted by {@code launch}.
 *
 * <pre>
 *   HttpListener --> HttpMediaServer --> RequestWatch --> CrossOrigin --> MediaRoutes ...
 *                (one per event loop)                                  |- RouteHandler   /route/{app}/{stream}
 *                                                                      |- server.flv     /{app}/{stream}.flv
 * </pre>
 */
@NullMarked
package dev.headwater.server.http;

import org.jspecify.annotations.NullMarked;
