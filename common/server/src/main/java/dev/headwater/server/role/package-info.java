/**
 * The two answers that make a node an origin or an edge: {@link dev.headwater.server.role.PublishGate} and
 * {@link dev.headwater.server.role.StreamSource}. Nothing shared asks which role it runs in.
 *
 * <pre>
 *   RTMP connection --publish--> PublishGate   --> Publication   origin: claims the name; edge: forwards to an origin
 *                   --play-----> StreamSource  --> PlayDecision  local publication, one pull per stream, or another node
 * </pre>
 */
@NullMarked
package dev.headwater.server.role;

import org.jspecify.annotations.NullMarked;
