/**
 * The fan-out of one live stream to its players on all event loops.
 *
 * <pre>
 *   source's loop                              each loop with players
 *   LiveStream.publish                         LoopGroup        headers and group of pictures, as frames
 *     Intake      what goes on, the batch        FormatGroup    one per WireFormat: encodes each batch once
 *       Continuity  never back in time             EncodedLog   batch and group of pictures in shared buffers
 *       IntakeMeter formats, rates                 PlayerSlot   wishes, what it missed
 *   Members     who comes and goes
 *   LiveStream.flush
 *     waits for company (LoopPulse)                  QueueGauge   how far it is behind
 *     LoopFeed --Batch, one task-->                  Player.write(slice), Player.flush() once per pulse
 *       skips a late loop                        Tap            frames as they are
 * </pre>
 *
 * <p>A {@code LoopPulse} for each event loop, whatever its streams, says when: it gives audio up when nothing came that it
 * could leave with, holds batches back while its loop is late, and lets players that come in a crowd start by slices.
 *
 * <p>Frames are on the heap and cross loops freely. Reference-counted buffers are made in {@code EncodedLog} and {@code FormatGroup}
 * only and never leave their loop.
 */
@NullMarked
package dev.headwater.media.hub;

import org.jspecify.annotations.NullMarked;
