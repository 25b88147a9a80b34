/**
 * The edge role: players are served by pulls, publishers are forwarded to an origin.
 *
 * <pre>
 *   player    --> Pulls (common/server relay) --pull--> owner's relay port
 *   publisher --> ForwardingGate --publish--> relay port of the best origin (OriginChoice), else of the next (OriginSearch)
 * </pre>
 *
 * <p>The states of one forwarded publish ({@link dev.headwater.edge.Forward}); the publisher hears of none of them but the last:
 *
 * <pre>
 *              origins known          takes it           publisher leaves, is taken over, kicked
 *   SEEKING ------------------> ASKING --------> LIVE ------------------------------------------> OVER
 *    ^   ^                     |     |            |                                                ^
 *    |   |  none is left: told |     | refuses    | lost, silent, drains (frames are kept)         |
 *    |   |  if it never was    |     | or fails:  |                                                |
 *    |   |  live               |     | the next   |                                                |
 *    |   +---------------------|-----|------------+                                                |
 *    | backoff over            v     +--> ASKING                                                   |
 *    +-------------------- HOLDING ----------------------------------------------------------------+
 *                                            publish.forward-hold is over
 * </pre>
 *
 * <p>An origin that says that the stream was taken over is left as one that is lost: who has the name is what the next one says.
 *
 * <p>A publisher that says goodbye while no origin has its stream leaves the forward on its way: the next origin takes the stream
 * for a second, in which the edges find it, and tells their viewers that it is over.
 */
@NullMarked
package dev.headwater.edge;

import org.jspecify.annotations.NullMarked;
