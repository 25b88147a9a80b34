/**
 * Which edge a player is best served by: one answer for HTTP ({@code GET /route/...}) and for RTMP ({@code play.redirect}).
 *
 * <pre>
 *   node records (zone, load, draining, streams)
 *        |  cluster.NodesView: every second at most
 *   EdgeChoice --> Routes        "where is this stream best played?"  (server.http)
 *                          \--> EdgeRedirect  an origin sends its players on       (the RTMP port's StreamSource)
 * </pre>
 */
@NullMarked
package dev.headwater.server.route;

import org.jspecify.annotations.NullMarked;
