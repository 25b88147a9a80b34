/**
 * What the nodes under load say of themselves: their Prometheus metrics, fetched each second of a run.
 *
 * <pre>
 *   GET /metrics --&gt; Exposition --&gt; NodeFigure picks --&gt; NodeSample --+
 *        each second, each node; no answer is a gap          ...      +--&gt; NodeSeries
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.scrape;

import org.jspecify.annotations.NullMarked;
