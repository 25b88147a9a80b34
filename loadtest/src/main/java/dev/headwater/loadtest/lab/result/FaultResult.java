package dev.headwater.loadtest.lab.result;

import java.util.List;

/** What came of a fault, in all of its rounds. */
public record FaultResult(String id, String title, List<Round> rounds) {
    public FaultResult {
        rounds = List.copyOf(rounds);
    }

    /** The worst of the rounds: a fault that is survived now and then is not survived. */
    public Outcome outcome() {
        return rounds.stream().map(Round::outcome).reduce(Outcome.PASSED, Outcome::orWorse);
    }
}
