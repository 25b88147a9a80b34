/**
 * The edge role: players are served by pulls, publishers are forwarded to an origin.
 *
 * <pre>
 *   player    --> Pulls (common/server relay) --pull--> owner's relay port
 *   publisher --> ForwardingGate --publish--> relay port of the best origin (OriginChoice), else of the next (OriginSearch)
 * </pre>
 *
 * <p>The states of one forwarded publish ({@link dev.headwater.edge.Forward}); the publisher hears of none of them but OVER:
 *
 * <pre>
 *           origins known         takes it
 *   SEEKING ------------> ASKING ----------> LIVE
 *    ^   |                ^ |  |             |  |
 *    |   |                +-+  |             |  | lost after a while: gone, silent, or it drains
 *    |   |     refuses, fails: |             |  |
 *    |   |     the next one    |             |  |
 *    |   |                     |             |  |
 *    |   | none is left        | none left   | lost sooner
 *    |   +--------> HOLDING <--+-------------+  |
 *    |                 | backoff over           |
 *    +-----------------+------------------------+
 *
 *   any of them to OVER          the publisher left, or its stream is over: kicked, taken over ...
 *   SEEKING, ASKING to OVER      no origin takes a publisher that was never LIVE
 *   all but LIVE to OVER         publish.forward-hold is over
 * </pre>
 *
 * <p>While no origin has the stream, its newest group of pictures is kept for the next one, and what came before that is dropped.
 *
 * <p>An origin that says that the stream was taken over is left as one that is lost: who has the name is what the next one says.
 *
 * <p>A publisher that says goodbye while no origin has its stream leaves the forward on its way: the next origin takes the stream
 * for a second, in which the edges find it, and tells their viewers that it is over.
 */
@NullMarked
package dev.headwater.edge;

import org.jspecify.annotations.NullMarked;
