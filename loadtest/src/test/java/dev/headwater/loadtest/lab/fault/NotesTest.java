package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.result.Bound;
import dev.headwater.loadtest.lab.result.Figure;
import org.junit.jupiter.api.Test;

class NotesTest {
    private final Notes notes = new Notes(5);

    @Test
    void aBusyMachineHasItsSlackForALimitAndForNothingThatWasMeasured() {
        notes.atMostMs("found", 40, 50);
        notes.atMostMs("gap", 400, 300, 1_000);

        assertThat(notes.figures())
                .extracting(Figure::bound)
                .containsExactly(new Bound.AtMost(250), new Bound.AtMost(5_300));
    }
}
