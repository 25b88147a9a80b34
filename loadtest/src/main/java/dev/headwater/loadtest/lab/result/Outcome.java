package dev.headwater.loadtest.lab.result;

/** What came of a round. The later of two is the one that counts. */
public enum Outcome {
    /** Every figure was as it must be. */
    PASSED,
    /** The fault cannot be made on this machine. */
    IMPOSSIBLE,
    /** The round proves nothing: the fault did not happen, the control was disturbed, or the machine was busy. */
    INVALID,
    /** A figure was not as it must be. */
    MISSED;

    /** For people. */
    public String text() {
        return switch (this) {
            case PASSED -> "passed";
            case IMPOSSIBLE -> "not possible here";
            case INVALID -> "invalid";
            case MISSED -> "MISSED";
        };
    }

    Outcome orWorse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
