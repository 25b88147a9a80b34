package dev.headwater.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * One span of a trace. What is said of it once it has ended is not heard, and takes no place, however long its owner lives.
 * Used by one thread at a time.
 */
public final class TraceSpan {
    public static final TraceSpan NONE = new TraceSpan(Span.getInvalid(), Trace.NONE);

    /** An attribute: the public name of a stream. */
    public static final String STREAM = "headwater.stream";

    /** An attribute: who is asked, a node or the host of a callback. */
    public static final String PEER = "headwater.peer";

    /** An attribute: who asks, by the address that logs show. */
    public static final String CLIENT = "client.address";

    /** An attribute: what the client's id in the API ends with, and the log calls {@code id}. */
    public static final String ID = "headwater.id";

    /** An attribute: how a callback answered, as metrics call it. */
    public static final String OUTCOME = "headwater.outcome";

    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");

    private final Trace trace;
    private Span span;

    TraceSpan(Span span, Trace trace) {
        this.span = span;
        this.trace = trace;
    }

    /** Where spans below this one belong, also when it has ended. */
    public Trace trace() {
        return trace;
    }

    /** Whether anything that is said of it is heard. */
    public boolean isRecording() {
        return span.isRecording();
    }

    /** Gives the span its final name, as when it begins before the protocol or the command is known. */
    public TraceSpan named(String name) {
        span.updateName(name);
        return this;
    }

    /** @param value no token, no key */
    public TraceSpan with(String attribute, String value) {
        span.setAttribute(attribute, value);
        return this;
    }

    /**
     * Adds an event to the span.
     *
     * @param text for people; no token, no key
     */
    public void note(String what, String text) {
        if (isRecording()) {
            span.addEvent(what, text.isEmpty() ? Attributes.empty() : Attributes.of(TEXT, text));
        }
    }

    /** Ends the span. Idempotent. */
    public void end() {
        if (this != NONE) {
            span.end();
            span = Span.getInvalid();
        }
    }

    /**
     * Ends the span as failed.
     *
     * @param why no token, no key
     */
    public void fail(String why) {
        span.setStatus(StatusCode.ERROR, why);
        end();
    }
}
