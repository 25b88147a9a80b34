/**
 * What the node counts.
 *
 * <pre>
 *   rtmp, relay, http --&gt; NodeMetrics, PortMeters --&gt; MetricsRegistry --&gt; /metrics (Prometheus)
 *                              JVM, Netty, Vert.x -----^
 * </pre>
 *
 * Every meter of Headwater's own is made in {@link dev.headwater.server.metrics.NodeMetrics} and the classes that it holds;
 * docs/metrics.md is compared with them by a test. Tags have few values: never a peer or a connection, and a stream only where
 * the operator asked for it.
 */
@NullMarked
package dev.headwater.server.metrics;

import org.jspecify.annotations.NullMarked;
