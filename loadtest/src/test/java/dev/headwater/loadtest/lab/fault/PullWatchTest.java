package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.result.Figure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PullWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> NODES = List.of("origin", "edge-1", "edge-2");
    private static final String NOT_ASKED_FOR = "of them that no node asked for";
    private static final String NO_CONNECTION = "attempts that came to no connection";
    private static final String AFTERWARDS = "pulls at the origins afterwards";

    private final Notes notes = new Notes(1);
    private final Counted counted = new Counted();

    @Test
    void aConnectionThatNobodyAskedForIsMissed() throws InterruptedException {
        var watch = watch(PATIENCE);
        counted.attempts.merge("edge-1", 1L, Long::sum);
        counted.accepted.merge("origin", 2L, Long::sum);

        watch.afterwards(0, Set.of());

        assertThat(missed()).containsExactly(NOT_ASKED_FOR);
    }

    /** Though as many connected in all as it would have been without both. */
    @Test
    void whereNothingFailsEachAttemptIsAConnection() throws InterruptedException {
        var watch = watch(PATIENCE);
        counted.attempts.merge("edge-1", 1L, Long::sum);
        counted.attempts.merge("edge-2", 1L, Long::sum);
        counted.accepted.merge("origin", 1L, Long::sum);

        watch.afterCalm();

        assertThat(missed()).containsExactly(NO_CONNECTION);
    }

    @Test
    void anAttemptThatFailsIsToldWhereOneMay() throws InterruptedException {
        var watch = watch(PATIENCE);
        counted.attempts.merge("edge-1", 3L, Long::sum);
        counted.accepted.merge("origin", 1L, Long::sum);

        watch.afterwards(0, Set.of());

        assertThat(missed()).isEmpty();
        assertThat(value(NO_CONNECTION)).isEqualTo(2);
        assertThat(value("connections between nodes")).isEqualTo(1);
    }

    @Test
    void whoIsGoneIsNotAsked() throws InterruptedException {
        var watch = watch(PATIENCE);
        counted.accepted.remove("origin");
        counted.attempts.remove("origin");
        counted.attempts.merge("edge-1", 1L, Long::sum);

        watch.afterwards(0, Set.of("origin"));

        assertThat(missed()).isEmpty();
        assertThat(counted.gone).contains("origin");
    }

    @Test
    void whoDoesNotAnswerCannotPass() throws InterruptedException {
        var watch = watch(PATIENCE);
        counted.accepted.remove("edge-2");

        watch.afterwards(0, Set.of());
        watch.afterCalm();

        assertThat(missed()).containsExactly(NOT_ASKED_FOR, NOT_ASKED_FOR + " (2)", NO_CONNECTION + " (2)");
    }

    @Test
    void asLittleWhoDidNotAnswerInTheBeginning() throws InterruptedException {
        counted.attempts.remove("edge-1");
        counted.serves(-1L);
        var watch = watch(Duration.ZERO);
        counted.attempts.put("edge-1", 7L);
        counted.serves(-1L);

        watch.afterwards(0, Set.of());

        assertThat(missed()).containsExactly(AFTERWARDS, NOT_ASKED_FOR);
    }

    @Test
    void onePullTooManyIsMissed() throws InterruptedException {
        counted.serves(2L);
        var watch = watch(Duration.ZERO);
        counted.serves(3L);

        watch.afterwards(0, Set.of());

        assertThat(missed()).containsExactly(AFTERWARDS);
    }

    @Test
    void aPullThatWentAnotherWayHasItsTime() throws InterruptedException {
        counted.serves(2L);
        var watch = watch(PATIENCE);
        counted.serves(3L, 3L, 2L);

        watch.afterwards(0, Set.of());

        assertThat(missed()).isEmpty();
    }

    /** What a second pull connects while the first is awaited is not lost. */
    @Test
    void whatConnectsWhilePullsAreAwaitedCountsToo() throws InterruptedException {
        counted.serves(2L);
        var watch = watch(PATIENCE);
        counted.serves(3L, 2L);
        counted.onServed = () -> counted.accepted.put("origin", 111L);

        watch.afterwards(0, Set.of());

        assertThat(missed()).containsExactly(NOT_ASKED_FOR);
    }

    /** One that is asked for and accepted between the two questions is no connection that nobody asked for. */
    @Test
    void attemptsAreAskedForBeforeConnectionsInTheBeginningAndBehindThemInTheEnd() throws InterruptedException {
        var watch = watch(PATIENCE);
        assertThat(counted.questions)
                .containsExactly("attempts", "attempts", "attempts", "accepted", "accepted", "accepted");
        counted.questions.clear();

        watch.afterwards(0, Set.of());

        assertThat(counted.questions)
                .containsExactly("accepted", "accepted", "accepted", "attempts", "attempts", "attempts");
    }

    @Test
    void wherePublishersAreForwardedConnectionsTellNothing() throws InterruptedException {
        var watch = new PullWatch(notes, NODES, counted, PATIENCE, true);
        counted.accepted.merge("origin", 5L, Long::sum);

        watch.afterwards(0, Set.of());

        assertThat(notes.figures()).extracting(Figure::name).containsExactly(AFTERWARDS);
    }

    private PullWatch watch(Duration patience) throws InterruptedException {
        return new PullWatch(notes, NODES, counted, patience, false);
    }

    private List<String> missed() {
        return notes.figures().stream()
                .filter(figure -> !figure.isMet())
                .map(Figure::name)
                .toList();
    }

    private double value(String name) {
        return notes.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Who is in none of the maps does not answer. */
    private static final class Counted implements PullWatch.Counts {
        private final Map<String, Long> attempts = new HashMap<>(Map.of("origin", 0L, "edge-1", 7L, "edge-2", 3L));
        private final Map<String, Long> accepted = new HashMap<>(Map.of("origin", 10L, "edge-1", 0L, "edge-2", 0L));

        /** One for each question; the last stays. */
        private final Deque<Long> served = new ArrayDeque<>();

        private final List<String> questions = new ArrayList<>();
        private Set<String> gone = Set.of();
        private Runnable onServed = () -> {};

        private void serves(Long... oneAfterTheOther) {
            served.clear();
            served.addAll(List.of(oneAfterTheOther));
        }

        @Override
        public long attemptsOf(String node) {
            questions.add("attempts");
            return attempts.getOrDefault(node, -1L);
        }

        @Override
        public long acceptedBy(String node) {
            questions.add("accepted");
            return accepted.getOrDefault(node, -1L);
        }

        @Override
        public long served(Set<String> without) {
            gone = without;
            onServed.run();
            return served.size() > 1 ? served.remove() : served.isEmpty() ? 0 : served.getFirst();
        }
    }
}
