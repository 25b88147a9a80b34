/**
 * One RTMP connection as a state machine, for a server and for a client: bytes in, events and bytes out.
 *
 * <p>A session is confined to the event loop of its connection. It owns no socket, no timer and no thread: it throws
 * {@link dev.headwater.rtmp.ProtocolException} and its owner closes.
 *
 * <pre>
 *                    ServerSession / ClientSession
 *   bytes -> handshake -> ChunkLink -> commands -> MessageStreams -> ServerEvents / ClientEvents
 *                          |   control messages      one StreamState each
 *                          v   end here
 *   bytes &lt;- Outbound  &lt;- acks, pongs  &lt;- ServerReplies / commands of the client
 * </pre>
 */
@NullMarked
package dev.headwater.rtmp.session;

import org.jspecify.annotations.NullMarked;
