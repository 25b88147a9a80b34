/**
 * Where spans go: over a bounded queue to a collector, by OTLP over HTTP, on threads of the SDK's own.
 *
 * <pre>
 *   TraceSpan.end --> SpanQueue --> BatchSpanProcessor --> CountedExporter --> OTLP/HTTP, the JDK's client
 *   (any loop)        full: dropped                        a failure is counted, and told once a minute
 * </pre>
 */
@NullMarked
package dev.headwater.server.tracing.otlp;

import org.jspecify.annotations.NullMarked;
