/**
 * The fan-out of one live stream to its players on all event loops.
 *
 * <pre>
 *   source's loop                              each loop with players
 *   LiveStream.publish                         LoopGroup        headers and group of pictures, as frames
 *     Intake      what goes on, the batch        Lane           one per WireFormat: encodes each batch once
 *       Continuity  never back in time             EncodedLog   batch and group of pictures in shared buffers
 *   LiveStream.flush                               PlayerSlot   wishes, what it missed
 *     LoopFeed --Batch, one task-->                  QueueGauge   how far it is behind
 *       skips a late loop                            Player.write(slice), Player.flush() once per batch
 *                                                Tap            frames as they are
 * </pre>
 *
 * <p>Frames are on the heap and cross loops freely. Reference-counted buffers are made in {@code EncodedLog} and {@code Lane}
 * only and never leave their loop.
 */
@NullMarked
package dev.headwater.media.hub;

import org.jspecify.annotations.NullMarked;
