package dev.headwater.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.history.Call.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker finds what is wrong in histories that are, and nothing in those that are not. */
class HistoryCheckerTest {
    private static final String NAME = "live/show";

    private final List<Call> calls = new ArrayList<>();
    private final List<Apart> aparts = new ArrayList<>();
    private final List<Sleep> sleeps = new ArrayList<>();

    private static Epoch epoch(long number, String owner) {
        return new Epoch(number, owner);
    }

    private void call(String node, String publisher, long from, long to, Outcome outcome) {
        calls.add(new Call(node, publisher, NAME, from, to, outcome));
    }

    private void granted(long number, String node, String publisher, long from, long to) {
        call(node, publisher, from, to, new Outcome.Granted(epoch(number, node)));
    }

    private void confirmed(long number, String node, String publisher, long from, long to) {
        call(node, publisher, from, to, new Outcome.Confirmed(epoch(number, node)));
    }

    private void settled(Optional<Epoch> answer, String... nodes) {
        for (String node : nodes) {
            call(node, "end", 1_000, 1_001, new Outcome.Settled(answer));
        }
    }

    private List<String> faults() {
        return HistoryChecker.check(calls, aparts, sleeps);
    }

    private void isWrong(String what) {
        assertThat(faults()).anySatisfy(fault -> assertThat(fault).contains(what));
    }

    @Test
    void aTakeoverThatItsLoserLearnsOfIsRight() {
        granted(1, "o1", "a", 0, 10);
        confirmed(1, "o1", "a", 15, 25); // crosses the claim
        granted(2, "o2", "b", 20, 30);
        call("e1", "q", 31, 32, new Outcome.Found(Optional.of(epoch(2, "o2"))));
        call("o1", "a", 40, 50, new Outcome.Lost(epoch(1, "o1"), epoch(2, "o2")));
        call("o1", "a", 51, 51, new Outcome.TakenOver());
        settled(Optional.of(epoch(2, "o2")), "o1", "o2", "e1");
        assertThat(faults()).isEmpty();
    }

    @Test
    void twoOwnersOfOneNumberAreWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(1, "o2", "b", 5, 15);
        isWrong("two owners of one epoch");
    }

    @Test
    void twoWhoAreConfirmedInOneEpochAreWrongWhoeverWasGrantedIt() {
        granted(1, "o1", "a", 0, 10);
        confirmed(1, "o1", "b", 20, 30);
        isWrong("two owners of one epoch");
    }

    @Test
    void twoOwnersOfOneNumberAreRightIfTheyWereApart() {
        granted(1, "o1", "a", 100, 110);
        granted(1, "o2", "b", 120, 130);
        call("o1", "a", 300, 310, new Outcome.Lost(epoch(1, "o1"), epoch(1, "o2")));
        call("o1", "a", 311, 311, new Outcome.TakenOver());
        confirmed(1, "o2", "b", 320, 330); // its claim was granted while they were apart
        settled(Optional.of(epoch(1, "o2")), "o1", "o2");
        aparts.add(new Apart(Set.of("o1"), 50, 190, 200));
        assertThat(faults()).isEmpty();
    }

    @Test
    void twoOwnersOnOneSideOfASplitAreWrong() {
        granted(1, "o1", "a", 100, 110);
        granted(1, "o2", "b", 105, 115);
        aparts.add(new Apart(Set.of("o3"), 50, 190, 200));
        isWrong("two owners of one epoch");
    }

    @Test
    void twoClaimsOfOneOriginInOneEpochAreWrongWhateverWasCut() {
        granted(1, "o1", "a", 100, 110);
        granted(1, "o1", "b", 120, 130);
        aparts.add(new Apart(Set.of("o1"), 50, 190, 200));
        isWrong("two owners of one epoch");
    }

    @Test
    void aLowerEpochThatIsConfirmedAfterAHigherOneIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 20, 30);
        confirmed(1, "o1", "a", 31, 40);
        isWrong("an epoch went back");
    }

    @Test
    void aClaimThatBeginsAnewIsWrong() {
        granted(7, "o1", "a", 0, 10);
        call("o1", "a", 11, 12, new Outcome.Died());
        granted(1, "o2", "b", 20, 30);
        isWrong("an epoch went back");
    }

    @Test
    void aSideThatForgetsWhatWasConfirmedBeforeTheCutIsWrong() {
        granted(7, "o1", "a", 0, 10);
        granted(1, "o3", "b", 120, 130);
        aparts.add(new Apart(Set.of("o3"), 50, 190, 200));
        isWrong("an epoch went back");
    }

    @Test
    void aLoserThatIsConfirmedAfterTheMergeIsWrong() {
        granted(7, "o1", "a", 100, 110);
        granted(1, "o3", "b", 120, 130);
        confirmed(1, "o3", "b", 201, 210);
        aparts.add(new Apart(Set.of("o3"), 50, 190, 200));
        isWrong("an epoch went back");
    }

    @Test
    void whatANodeIsToldDuringTheMergeMayBeOfEitherHalf() {
        granted(7, "o3", "b", 120, 130);
        call("o3", "q", 191, 195, new Outcome.Found(Optional.of(epoch(3, "o1"))));
        aparts.add(new Apart(Set.of("o3"), 50, 190, 200));
        assertThat(faults()).noneMatch(fault -> fault.contains("went back"));
        call("o3", "q", 201, 205, new Outcome.Found(Optional.of(epoch(3, "o1"))));
        isWrong("an epoch went back");
    }

    @Test
    void aQueryThatShowsAnOlderOwnerIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 20, 30);
        call("e1", "q", 31, 32, new Outcome.Found(Optional.of(epoch(1, "o1"))));
        isWrong("an epoch went back");
    }

    @Test
    void aLoserThatNeverLearnsOfItIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 20, 30);
        settled(Optional.of(epoch(2, "o2")), "o1", "o2");
        isWrong("the loser never learned of it");
    }

    @Test
    void nodesThatNameDifferentOwnersAreWrong() {
        granted(1, "o1", "a", 0, 10);
        settled(Optional.of(epoch(1, "o1")), "o1");
        settled(Optional.empty(), "o2");
        isWrong("nodes name different owners");
        isWrong("nobody is named in the end");
    }

    @Test
    void aDeadRecordInTheEndIsWrong() {
        granted(1, "o1", "a", 0, 10);
        call("o1", "a", 11, 12, new Outcome.Died());
        settled(Optional.of(epoch(1, "o1")), "o1", "o2");
        isWrong("a dead record stands");
    }

    @Test
    void anotherThanTheOwnerInTheEndIsWrong() {
        granted(1, "o1", "a", 0, 10);
        settled(Optional.of(epoch(2, "o2")), "o1", "o2");
        isWrong("another than the owner is named");
    }

    @Test
    void aReleasedNameHasNobody() {
        granted(1, "o1", "a", 0, 10);
        call("o1", "a", 11, 12, new Outcome.Released());
        settled(Optional.empty(), "o1", "o2");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aPublisherThatIsRefusedOwnsNothing() {
        granted(1, "o1", "a", 0, 10);
        call("o2", "b", 20, 30, new Outcome.Refused());
        settled(Optional.of(epoch(1, "o1")), "o1", "o2");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aNodeThatLearnsOfItsLossAndLetsItsPublisherGoOnIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 20, 30);
        call("o1", "a", 40, 50, new Outcome.Lost(epoch(1, "o1"), epoch(2, "o2")));
        isWrong("it was never told");
    }

    @Test
    void aClaimThatIsPassedOrTooLateBeforeItsPublisherIsLetInIsRight() {
        granted(2, "o2", "b", 20, 30);
        call("o1", "a", 40, 50, new Outcome.Lost(epoch(1, "o1"), epoch(2, "o2")));
        confirmed(1, "o1", "c", 10, 15);
        settled(Optional.of(epoch(2, "o2")), "o1", "o2");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aPublisherThatIsConfirmedAfterItsLossIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 20, 30);
        call("o1", "a", 40, 50, new Outcome.Lost(epoch(1, "o1"), epoch(2, "o2")));
        confirmed(1, "o1", "a", 60, 70);
        isWrong("confirmed after it had lost");
    }

    @Test
    void aPublisherThatRisesAboveWhatNobodyHasAnyMoreIsRight() {
        granted(1, "o1", "a", 0, 10);
        call("o1", "a", 40, 50, new Outcome.Lost(epoch(1, "o1"), epoch(2, "")));
        confirmed(3, "o1", "a", 51, 60);
        settled(Optional.of(epoch(3, "o1")), "o1", "o2");
        assertThat(faults()).isEmpty();
    }

    @Test
    void aNodeThatSleptAndServesWhatWasTakenOverMeanwhileIsWrong() {
        granted(1, "o1", "a", 0, 10);
        granted(2, "o2", "b", 120, 130);
        aparts.add(new Apart(Set.of("o1"), 100, 200, 230));
        sleeps.add(new Sleep("o1", 100, 200, 50));
        call("o1", "a", 251, 252, new Outcome.Served(epoch(1, "o1"))); // nobody answered for so long
        call("o2", "b", 201, 202, new Outcome.Served(epoch(2, "o2")));
        call("o1", "a", 251, 251, new Outcome.TakenOver());
        assertThat(faults()).noneMatch(fault -> fault.contains("served after a sleep"));
        call("o1", "a", 201, 202, new Outcome.Served(epoch(1, "o1")));
        isWrong("served after a sleep");
    }

    @Test
    void aNodeThatSleptAndServesAPublisherBeforeItKnowsOfTheOthersIsWrong() {
        granted(3, "o2", "b", 120, 130);
        granted(2, "o1", "a", 210, 215);
        call("o1", "a", 216, 217, new Outcome.Served(epoch(2, "o1")));
        call("o1", "a", 240, 240, new Outcome.TakenOver());
        settled(Optional.of(epoch(3, "o2")), "o1", "o2");
        aparts.add(new Apart(Set.of("o1"), 100, 200, 230));
        assertThat(faults()).isEmpty();
        sleeps.add(new Sleep("o1", 100, 200, 50));
        isWrong("served after a sleep");
    }

    @Test
    void aNodeThatSleptAndServesWhatIsItsOwnStillIsRight() {
        granted(1, "o1", "a", 0, 10);
        sleeps.add(new Sleep("o1", 100, 200, 50));
        call("o1", "a", 201, 202, new Outcome.Served(epoch(1, "o1")));
        granted(2, "o2", "b", 203, 210);
        call("o1", "a", 204, 205, new Outcome.Served(epoch(1, "o1"))); // it has yet to hear of it
        call("o1", "a", 211, 211, new Outcome.TakenOver());
        settled(Optional.of(epoch(2, "o2")), "o1", "o2");
        assertThat(faults()).isEmpty();
    }
}
