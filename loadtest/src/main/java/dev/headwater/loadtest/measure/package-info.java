/**
 * The figures of a run: what is counted, second by second and in all.
 *
 * <pre>
 *   clients of one loop -> Recorder --take()--> Interval -+-> Second    each second
 *   clients of another  -> Recorder --take()--> Interval -+-> Summary   the measured time and the whole run
 *   players' ends       -> PlayerTally --------> Delivery -----^
 * </pre>
 *
 * <p>Nothing here is shared between threads: each event loop writes to a {@link dev.headwater.loadtest.measure.Recorder}
 * of its own, and hands over what it has once a second.
 */
@NullMarked
package dev.headwater.loadtest.measure;

import org.jspecify.annotations.NullMarked;
