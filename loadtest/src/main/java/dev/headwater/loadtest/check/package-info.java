/**
 * What every virtual player holds against the frames that it gets. Pure: frames in, faults out; no socket and no clock.
 *
 * <pre>
 *   frames -> StreamCheck -> Fault, how many
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.check;

import org.jspecify.annotations.NullMarked;
