/**
 * How publishes and plays begin, told as OpenTelemetry traces: each client's way in is a span with what its flight notes for events, and
 * below it is what it waits for: callbacks, the directory, other nodes. Over with the first frame; never by frame.
 *
 * <pre>
 *   ClientHandle --serve--> TraceSpan --trace--> Trace in Client, PlayRequest, PublishRequest
 *                                                           |--ask---> callback      header traceparent
 *                                                           |--during- claim         at the origin
 *                                                           '--StateTrace of a pull or a forward
 *                                                                  '--traceparent in the connect--> relay port of another node
 * </pre>
 *
 * <p>Where a span is below is handed on by hand, as sessions hop between loops: no context is bound to a thread. When tracing is off every
 * {@link dev.headwater.server.tracing.Trace} is {@code NONE}, and nothing is made.
 *
 * <p>A place that is told from outside is heard on relay ports alone, of whoever reaches them: it gives no right, and needs no proof.
 *
 * <p>What is told is for operators, as the log is: no token, no key, nothing of a query.
 */
@NullMarked
package dev.headwater.server.tracing;

import org.jspecify.annotations.NullMarked;
