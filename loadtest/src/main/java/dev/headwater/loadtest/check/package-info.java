/**
 * What every virtual player holds against the frames, or segments, that it gets. Pure: what came in, faults out; no socket and no clock.
 *
 * <pre>
 *   frames   -> StreamCheck  -> Fault, how many
 *   segments -> SegmentCheck ->   (TransportStream, Fragments)
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.check;

import org.jspecify.annotations.NullMarked;
