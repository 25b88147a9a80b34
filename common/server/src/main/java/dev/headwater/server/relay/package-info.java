/**
 * Streams that come from another node: one pull per (node, stream) however many players wait, an explicit state machine.
 *
 * <pre>
 *          open           owner found          greets           last player left
 *   IDLE --------> RESOLVING ----> PULLING ------------> LIVE <------------------> LINGERING
 *                   ^   | nobody   | fails                      a player comes        |
 *      backoff over |   v          |                                                  | play.linger over,
 *               BACKING_OFF <------+                                                  | or the stream moved
 *                                                                                     v
 *                                                                                    OVER
 *
 *   an owner is named   RESOLVING, BACKING_OFF --> PULLING
 *   a way around greets RESOLVING, BACKING_OFF --> LIVE
 *   upstream lost       LIVE, LINGERING --> RESOLVING, or BACKING_OFF if frames came for a moment alone; players are held
 *   the stream moved    LIVE --> PULLING
 *   the end             any --> OVER: the hold is over, a goodbye, nobody wants it
 * </pre>
 *
 * <p>The node that is asked may send the pull on to one that it serves ({@code relay.fanout}): a tree per stream, which is
 * nothing but its connections ({@link dev.headwater.server.relay.TreePlace}).
 *
 * <pre>
 *   owner --greeting, path=[owner]--> edge A --path=[owner, A]--> edge C
 *     |   \-greeting, path=[owner]--> edge B
 *     \----redirect to A or B--------> edge C
 * </pre>
 *
 * <p>While the upstream is silent or cannot be reached, the pull asks another node beside it, which may have to pull the stream
 * first; and later the owner beside that one ({@link dev.headwater.server.relay.Detour}). In LIVE and LINGERING the upstream is
 * changed without a word.
 *
 * <p>A pull does not know where its frames come from: {@link dev.headwater.server.relay.Upstreams} opens a connection to
 * another node's relay port, or, at an origin, a tap on a publication of its own.
 */
@NullMarked
package dev.headwater.server.relay;

import org.jspecify.annotations.NullMarked;
