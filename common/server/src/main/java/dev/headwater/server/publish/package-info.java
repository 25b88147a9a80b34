/**
 * One publish, whatever the protocol: who may, whether there is room, what becomes of the stream, and what is told of it.
 *
 * <pre>
 *   RtmpPublisher, FlvPublisher --are--> PublishingClient <--told by-- Publish --asks--> Access, UseLimiter, PublishGate
 *                                                                         '--frames--> Publication
 * </pre>
 */
@NullMarked
package dev.headwater.server.publish;

import org.jspecify.annotations.NullMarked;
