/**
 * What messages mean: control messages, commands, replies and media (RTMP 1.0, 5.4, 6 and 7; Enhanced RTMP v2).
 *
 * <p>Every family is closed and knows both directions, so a client and a server share it. Readers take the payload of a
 * whole message and return a value or throw; writers return the payload. Nothing here keeps state.
 *
 * <pre>
 *   type 1-6    ControlMessage      set chunk size, abort, acknowledgement, window, bandwidth, user control
 *   type 17 20  Command | Reply     by CommandReader, CommandWriter, ReplyReader, ReplyWriter
 *   type 8 9    MediaMessage        payload untouched
 *   type 15 18  DataMessages        -> MediaMessage of kind DATA
 *   type 22     AggregateMessage    -> MediaMessages
 * </pre>
 */
@NullMarked
package dev.headwater.rtmp.message;

import org.jspecify.annotations.NullMarked;
