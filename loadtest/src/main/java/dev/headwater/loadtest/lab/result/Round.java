package dev.headwater.loadtest.lab.result;

import java.util.List;

/**
 * A fault made once.
 *
 * @param reason why it is invalid or not possible, or the figures that were missed; empty if it passed
 * @param control what the players saw just before the fault
 * @param evidence that it happened
 * @param cpuPressure the share of the time in which some task waited for a processor, 0 to 1; negative if unknown
 * @param logs the folder with the nodes' logs; empty if none ran, or they were not to be kept
 */
public record Round(
        Outcome outcome,
        String reason,
        List<Figure> control,
        List<String> evidence,
        List<Figure> figures,
        double cpuPressure,
        String logs) {
    public Round {
        control = List.copyOf(control);
        evidence = List.copyOf(evidence);
        figures = List.copyOf(figures);
    }

    /** The same, when its logs are gone. */
    public Round withoutLogs() {
        return new Round(outcome, reason, control, evidence, figures, cpuPressure, "");
    }

    /** A round that was not to be had. */
    public static Round without(Outcome outcome, String reason, String logs) {
        return new Round(outcome, reason, List.of(), List.of(), List.of(), -1, logs);
    }
}
