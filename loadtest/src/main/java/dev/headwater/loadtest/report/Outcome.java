package dev.headwater.loadtest.report;

import dev.headwater.loadtest.bounds.Measured;
import dev.headwater.loadtest.bounds.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A run that is over, and everything that a report says of it.
 *
 * @param title what was run, such as {@code load play}
 * @param version of this program
 */
public record Outcome(String title, String version, Machine machine, Measured measured, List<Verdict> verdicts) {
    public Outcome {
        verdicts = List.copyOf(verdicts);
    }

    /** Of this program on this machine. */
    public static Outcome of(String title, Measured measured, List<Verdict> verdicts) {
        String version = Optional.ofNullable(Outcome.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
        return new Outcome(title, version, Machine.current(), measured, verdicts);
    }

    /** Whether every bound was met; true without any. */
    public boolean isMet() {
        return verdicts.stream().allMatch(Verdict::met);
    }
}
