package dev.headwater.loadtest.bounds;

/** Whether a bound was met, in words for people. */
public record Verdict(String bound, boolean met, String measured, String limit) {
    static final String NOT_MEASURED = "not measured";

    /** {@code PASS max-p99: 8.4 ms (limit 20.0 ms)}. */
    @Override
    public String toString() {
        return "%s %s: %s (limit %s)".formatted(met ? "PASS" : "FAIL", bound, measured, limit);
    }
}
