package dev.headwater.loadtest.scenario;

/** A scenario cannot be run. The message is one line for its author: file, line, column, what is wrong. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
