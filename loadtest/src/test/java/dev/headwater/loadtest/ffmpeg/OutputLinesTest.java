package dev.headwater.loadtest.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
    @Test
    void linesEndAtEitherMarkAndAtTheEnd() {
        assertThat(linesOf("one\ntwo\r\n\nthree\rfour")).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aLineWithoutAnEndIsCut() {
        var lines = linesOf("x".repeat(1 << 20) + "\nnext");

        assertThat(lines).hasSize(2).last().isEqualTo("next");
        assertThat(lines.getFirst()).hasSize(OutputLines.MAX_BYTES);
    }

    private static List<String> linesOf(String output) {
        var lines = new ArrayList<String>();
        OutputLines.forEach(new ByteArrayInputStream(output.getBytes(UTF_8)), lines::add);
        return lines;
    }
}
