package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BraceFileTest {
    @Test
    void bracesQuotesAndEndsAreWatched() {
        assertThatThrownBy(() -> BraceFile.parse("f", "a {\n b c;\n")).hasMessage("f: line 1: a { that is not closed");
        assertThatThrownBy(() -> BraceFile.parse("f", "a b;\n}")).hasMessage("f: line 2: a } that closes nothing");
        assertThatThrownBy(() -> BraceFile.parse("f", "{ }")).hasMessage("f: line 1: a block without a name");
        assertThatThrownBy(() -> BraceFile.parse("f", "a \"b\nc;")).hasMessage("f: line 1: a \" that is not closed");
        assertThatThrownBy(() -> BraceFile.parse("f", "a {".repeat(1000))).hasMessageContaining("nested deeper");
        assertThat(BraceFile.parse("f", "a 'b \\' c' \"d\" ${e f};#x\n;g;"))
                .containsExactly(
                        new Directive("a", List.of("b ' c", "d", "${e f}"), List.of(), 1),
                        new Directive("g", List.of(), List.of(), 2));
    }

    @RepeatedTest(50)
    void noTextIsTooStrangeToBeRead() {
        var random = ThreadLocalRandom.current();
        var text = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            text.append("ab{};#\"'\\$ \n".charAt(random.nextInt(12)));
        }
        try {
            BraceFile.parse("f", text.toString());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("f: line \\d+: .+");
        }
    }
}
