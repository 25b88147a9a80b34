/**
 * Virtual clients on event loops: plain Netty, many of them on each loop.
 *
 * <pre>
 *   Protocols: play, publish -+- RtmpClient: socket + ClientSession  RtmpPlayer, RtmpPublisher
 *       |                     +- FlvPlayer: socket + FlvReader       HttpFlvPlayer, WsFlvPlayer
 *   Protocols: requests ----- HttpRequests -> HttpSocket             for players of HLS (loadtest.hls)
 *       |
 *   Connections: which socket, from which local address              MachineLimits: how many at most
 * </pre>
 *
 * <p>Each turns bytes into {@link dev.headwater.media.MediaFrame}s and tells them to
 * {@link dev.headwater.loadtest.client.PlayerEvents}; what is checked and counted of them is the same for all.
 */
@NullMarked
package dev.headwater.loadtest.client;

import org.jspecify.annotations.NullMarked;
