/**
 * The edge role: players are served by pulls, publishers are forwarded to an origin.
 *
 * <pre>
 *   player    --> Pulls (common/server relay) --pull--> owner's relay port
 *   publisher --> ForwardingGate --publish--> relay port of the best origin (OriginChoice), else of the next (OriginSearch)
 * </pre>
 *
 * <p>The states of one forwarded publish ({@link dev.headwater.edge.ForwardState}); the publisher hears of none of them but OVER:
 *
 * <pre>
 *            origins known           takes a new publisher
 *   SEEKING ---------------> ASKING -----------------------------------------> LIVE
 *    ^  |                    ^ |  | |                                            ^
 *    |  | none is left       +-+  | | takes a stream that it is to go on with    | key frame, or none
 *    |  |              refuses,   | +-------------------------------> RESUMING --+ to wait for
 *    |  |              fails:     |                                      |
 *    |  v              the next   | takes one that is over               | the publisher
 *   BACKING_OFF        one        +------------------> SIGNING_OFF <-----+ says goodbye
 *
 *   ASKING to BACKING_OFF                        none is left
 *   BACKING_OFF to SEEKING                       the backoff is over
 *   RESUMING, LIVE, SIGNING_OFF to SEEKING       lost after a while: gone, silent, or it drains
 *   RESUMING, LIVE, SIGNING_OFF to BACKING_OFF   lost sooner
 *   any of them to OVER                          the publisher left, or its stream is over: kicked, taken over ...
 *   SEEKING, ASKING to OVER                      no origin takes a publisher that was never LIVE
 *   SEEKING, ASKING, BACKING_OFF to OVER         publish.forward-hold is over
 *   RESUMING, SIGNING_OFF to OVER                lost when that is over
 *   SIGNING_OFF to OVER                          the viewers are there, and told
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
