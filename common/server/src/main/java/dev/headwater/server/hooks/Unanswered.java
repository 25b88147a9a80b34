package dev.headwater.server.hooks;

/** There is no answer; the message says why and quotes nothing secret. */
final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HookOutcome outcome;

    Unanswered(HookOutcome outcome, String message) {
        super(message, null, false, false);
        this.outcome = outcome;
    }

    /** The same, and who was to answer. */
    Unanswered of(HookTarget target) {
        return new Unanswered(outcome, target + ": " + getMessage());
    }

    HookOutcome outcome() {
        return outcome;
    }
}
