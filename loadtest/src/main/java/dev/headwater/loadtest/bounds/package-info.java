/**
 * What an operator demands of a run, and whether it was met. Pure.
 *
 * <pre>
 *   --max-p99 20ms ... --&gt; Bound --+
 *   Summary, NodeSeries --&gt; Figure +--&gt; Verdict: PASS or FAIL, measured, limit
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.bounds;

import org.jspecify.annotations.NullMarked;
