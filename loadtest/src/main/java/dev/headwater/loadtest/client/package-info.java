/**
 * Virtual clients on event loops: plain Netty, many of them on each loop.
 *
 * <pre>
 *   PlayProtocol    -+- RtmpProtocol -> RtmpClient: socket + ClientSession      HTTP-FLV, HLS: more of these
 *   PublishProtocol -+       |
 *                        Connections: which socket, from which local address     MachineLimits: how many at most
 * </pre>
 *
 * <p>A protocol turns bytes into {@link dev.headwater.media.MediaFrame}s and tells them to
 * {@link dev.headwater.loadtest.client.PlayerEvents}; what is checked and counted of them is the same for all.
 */
@NullMarked
package dev.headwater.loadtest.client;

import org.jspecify.annotations.NullMarked;
