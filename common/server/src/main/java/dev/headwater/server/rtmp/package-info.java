/**
 * RTMP on sockets: one connection class that owns the socket, the publishers and players on it, and the one translator
 * between RTMP messages and frames.
 *
 * <pre>
 *   RtmpServerVerticle -> RtmpConnection -+- ServerSession (common/rtmp: bytes to commands and back)
 *    (one per event loop)                 |    '--> ConnectionCommands -+-> ConnectHandler --> Access
 *                                         |                             '-> a publisher or a player
 *                                         +- RtmpPublisher --> PublishGate  --> Publication
 *                                         +- RtmpPlayer   <-- Play (server.play) <-- LiveStream
 *                                         '- ConnectionClock, ConnectionFaults, ClientDrain (server.net)
 *
 *   OutboundLink (server.relay, server.foreign) --> RtmpClient --> ClientSession
 * </pre>
 */
@NullMarked
package dev.headwater.server.rtmp;

import org.jspecify.annotations.NullMarked;
