/**
 * The wire: bytes to messages to session state (RTMP 1.0, Enhanced RTMP v2). No threads, no I/O; Netty buffers only.
 *
 * <pre>
 *   session    ServerSession, ClientSession: order, ids, limits; events out, answers back
 *      |  \
 *      |   handshake    C0 C1 C2 against S0 S1 S2, then out of the way
 *   message    commands, replies, control messages, frames: what a message means
 *    /   \
 *  amf   chunk          values inside messages; messages to chunks and back
 * </pre>
 */
@NullMarked
package dev.headwater.rtmp;

import org.jspecify.annotations.NullMarked;
