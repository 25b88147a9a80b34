/**
 * Runs: groups of virtual clients that come, stay and go, and what is measured meanwhile.
 *
 * <pre>
 *   Plan: groups, warm-up, duration
 *     |
 *   LoadRun  (its own thread)   starts, takes the figures each second, stops
 *     |
 *   Crew     one per event loop: its Recorder, and its share of every group
 *     +- PlayerShift, PublisherShift, ChurnShift, StalledShift     one per group
 *          +- MeasuredPlayer, MeasuredHlsPlayer, MeasuredPublisher, StalledPlayer     one per client
 * </pre>
 *
 * <p>Client <i>i</i> of a group belongs to loop <i>i</i> modulo the number of loops, and comes at its own time, so that no
 * two loops have to agree on anything.
 */
@NullMarked
package dev.headwater.loadtest.run;

import org.jspecify.annotations.NullMarked;
