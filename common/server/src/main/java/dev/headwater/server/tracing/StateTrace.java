package dev.headwater.server.tracing;

/** How a state machine gets to where it is meant to go: a span for the way, and one below for each state on it. Confined to the machine's loop. */
public final class StateTrace {
    private final TraceSpan way;
    private TraceSpan state = TraceSpan.NONE;
    private boolean over;

    public StateTrace(TraceSpan way) {
        this.way = way;
    }

    /** The state before is left. Once the way is over, none is told of any more. */
    public TraceSpan enter(String name) {
        state.end();
        state = over ? TraceSpan.NONE : way.trace().ask(name);
        return state;
    }

    /** It is there. Idempotent. */
    public void end() {
        over = true;
        state.end();
        way.end();
    }

    /** It will not get there. No effect if it is there. */
    public void fail(String why) {
        over = true;
        state.fail(why);
        way.fail(why);
    }
}
