package dev.headwater.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A place in a trace, of this node or of another, below which spans begin. Immutable and thread-safe. */
public final class Trace {
    /** Nothing is recorded below it, and nobody is told of it. */
    public static final Trace NONE = root(TracerProvider.noop().get("off"));

    /** How a place is told over HTTP (W3C Trace Context, 3.2), and in the connect of a node. */
    public static final String TRACEPARENT = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private final Tracer tracer;
    private final SpanContext place;

    Trace(Tracer tracer, SpanContext place) {
        this.tracer = tracer;
        this.place = place;
    }

    /** Each span that begins here begins a trace. */
    public static Trace root(Tracer tracer) {
        return new Trace(tracer, SpanContext.getInvalid());
    }

    /** The place that somebody else tells of; this one if he tells of none. */
    public Trace at(String traceparent) {
        var form = FORM.matcher(traceparent);
        if (this == NONE || !form.matches()) {
            return this;
        }
        var told = SpanContext.createFromRemoteParent(
                form.group(1), form.group(2), TraceFlags.fromHex(form.group(3), 0), TraceState.getDefault());
        return told.isValid() ? new Trace(tracer, told) : this; // all zeros are no place
    }

    /** To tell others of this place; empty if there is nothing to tell. */
    public String traceparent() {
        return place.isValid()
                ? "00-%s-%s-%s"
                        .formatted(
                                place.getTraceId(),
                                place.getSpanId(),
                                place.getTraceFlags().asHex())
                : "";
    }

    /** For logs: the trace by which its spans are found; empty if none are sent. */
    public String id() {
        return place.isSampled() ? place.getTraceId() : "";
    }

    /** Something that this node does by itself. */
    public TraceSpan begin(String name) {
        return begin(name, SpanKind.INTERNAL, Instant.EPOCH);
    }

    /** Something that another is asked for, and told of the span's place. */
    public TraceSpan ask(String name) {
        return begin(name, SpanKind.CLIENT, Instant.EPOCH);
    }

    /** Something that another asks for, and has since {@code since}. */
    public TraceSpan serve(String name, Instant since) {
        return begin(name, SpanKind.SERVER, since);
    }

    /** @param since the epoch for now */
    private TraceSpan begin(String name, SpanKind kind, Instant since) {
        if (this == NONE) {
            return TraceSpan.NONE;
        }
        var span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(Context.root().with(Span.wrap(place)));
        if (since.isAfter(Instant.EPOCH)) {
            span.setStartTimestamp(since);
        }
        var begun = span.startSpan();
        return new TraceSpan(begun, new Trace(tracer, begun.getSpanContext()));
    }

    /** Something that ends with its answer. */
    public <T> Future<T> during(String name, Supplier<Future<T>> work) {
        if (this == NONE) {
            return work.get();
        }
        var span = begin(name);
        return work.get()
                .onSuccess(done -> span.end())
                .onFailure(cause -> span.fail(String.valueOf(cause.getMessage())));
    }
}
