/**
 * Streams that come from another node: one pull per (node, stream) however many players wait, an explicit state machine.
 *
 * <pre>
 *             open            found             greeted            upstream gone
 *   IDLE -----------> RESOLVING ------> PULLING -------> LIVE -----------------> HOLDING
 *    ^ ^                ^  ^               |             |  ^                      |   |
 *    | |   not found,   |  +---------------+     last    |  | player               |   | hold over:
 *    | +-- nobody waits-+     failed         player left v  | joins      retry     |   | players are told
 *    |                  |                          LINGERING           (backoff,   |   |
 *    +------------------|------- linger over ----------+                or moved)  |   |
 *    |                  +----------------------------------------------------------+   |
 *    +----------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>A pull does not know where its frames come from: {@link dev.headwater.server.relay.Upstreams} opens a connection to
 * another node's relay port, or, at an origin, a tap on a publication of its own.
 */
@NullMarked
package dev.headwater.server.relay;

import org.jspecify.annotations.NullMarked;
