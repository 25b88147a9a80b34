/**
 * FLV over HTTP and WebSocket: {@code /{app}/{stream}.flv}. Encoded frames are shared as those of RTMP are, framing included, and written
 * below the HTTP codec (ADR 0022).
 *
 * <pre>
 *   GET  --> FlvRoutes --> FlvPlayer <--> Play (server.play) <-- LiveStream
 *                              '--> FlvLink -+- ChunkedLink    HTTP/1.1, and raw to HTTP/1.0 --+
 *                                            +- WebSocketLink                                  +--> BelowCodec --> socket
 *                                            +- Http2Link      frame by frame through Vert.x
 *   POST --> FlvRoutes --> FlvPublisher --> PublishGate
 * </pre>
 */
@NullMarked
package dev.headwater.server.flv;

import org.jspecify.annotations.NullMarked;
