package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.result.Bound;
import dev.headwater.loadtest.lab.result.Figure;
import org.junit.jupiter.api.Test;

class NotesTest {
    private final Notes notes = new Notes(5);

    @Test
    void figuresOfSeveralStreamsAreToldApart() {
        notes.of("stream-1").exactly("lost frames", 0, 0);
        notes.of("stream-2").exactly("lost frames", 3, 0);
        notes.exactly("exit status", 0, 0);

        assertThat(notes.figures())
                .extracting(Figure::name)
                .containsExactly("lost frames, stream-1", "lost frames, stream-2", "exit status");
    }

    @Test
    void noTwoFiguresOfARoundHaveOneName() {
        notes.tell("publishes", 1);
        notes.tell("publishes", 2);
        notes.tell("publishes", 3);

        assertThat(notes.figures())
                .extracting(Figure::name)
                .containsExactly("publishes", "publishes (2)", "publishes (3)");
    }

    @Test
    void aBusyMachineHasItsSlackForALimitAndForNothingThatWasMeasured() {
        notes.atMostMs("found", 40, 50);
        notes.atMostMs("gap", 400, 300, 1_000);

        assertThat(notes.figures())
                .extracting(Figure::bound)
                .containsExactly(new Bound.AtMost(250), new Bound.AtMost(5_300));
    }
}
