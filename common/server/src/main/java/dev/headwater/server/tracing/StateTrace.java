package dev.headwater.server.tracing;

/** How a state machine gets to where it is meant to go: a span for the way, and one below for each state on it. Confined to the machine's loop. */
public final class StateTrace {
    private final TraceSpan way;
    private TraceSpan state = TraceSpan.NONE;
    private boolean over;

    public StateTrace(TraceSpan way) {
        this.way = way;
    }

    /** Ends the span of the state before, and begins that of state {@code name}; none if the way is over. */
    public TraceSpan enter(String name) {
        state.end();
        state = over ? TraceSpan.NONE : way.trace().ask(name);
        return state;
    }

    /** The machine has got there: ends all spans. Idempotent. */
    public void end() {
        over = true;
        state.end();
        way.end();
    }

    /** The machine will not get there: ends all spans as failed. No effect after {@link #end}. */
    public void fail(String why) {
        over = true;
        state.fail(why);
        way.fail(why);
    }
}
