package dev.headwater.loadtest.lab.fault;

import java.io.Serial;

/** Something that must come of a fault did not, and there is nothing more to measure. Before the fault it makes the round invalid. */
final class NotSo extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String what;

    /** @param seconds for which it was awaited */
    NotSo(String what, long seconds) {
        super("not so after %d s: %s".formatted(seconds, what));
        this.what = what;
    }

    /** What should have been. */
    String what() {
        return what;
    }
}
