/**
 * One play, whatever the protocol: who may, whether there is room, where the stream is, and what is told of it.
 *
 * <pre>
 *   RtmpPlayer, HTTP players --are--> PlayingClient <--told by-- Play --asks--> Access, UseLimiter, StreamSource
 *                      '--- LivePlayer: the place in a LiveStream, for those who take its frames as they come
 * </pre>
 */
@NullMarked
package dev.headwater.server.play;

import org.jspecify.annotations.NullMarked;
