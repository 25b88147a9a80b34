package dev.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HeadwaterCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anUnknownOptionIsOneLineAndExitCode2() {
        assertThat(execute("demo", "--test-patern")).isEqualTo(2);

        assertThat(err)
                .hasToString("headwater demo: there is no '--test-patern' here; did you mean --test-pattern? "
                        + "(headwater demo --help)" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownCommandIsOneLineAndExitCode2() {
        assertThat(execute("dem", "--set", "a=b")).isEqualTo(2);

        assertThat(err)
                .hasToString("headwater: there is no 'dem' here; did you mean demo? (headwater --help)"
                        + System.lineSeparator());
    }

    @Test
    void noCommandIsOneLineAndExitCode2() {
        assertThat(execute()).isEqualTo(2);

        assertThat(err).hasToString("headwater: name a command (headwater --help)" + System.lineSeparator());
    }

    @Test
    void aWrongValueNamesTheOption() {
        assertThat(execute("demo", "--origin-port", "many")).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("--origin-port", "many");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(execute("--help")).isZero();

        assertThat(out.toString()).contains("demo", "Run an origin and an edge on this machine");
    }

    @Test
    void theLabListsItsFaults() {
        assertThat(execute("lab")).isZero();

        assertThat(out.toString()).contains("F1 ", "origin killed", "F23 ");
    }

    @Test
    void anUnknownFaultIsOneLineAndExitCode2() {
        assertThat(execute("lab", "F99")).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("'F99'", "all, control, F1");
    }

    @Test
    void versionNamesTheJavaThatRuns() {
        assertThat(execute("--version")).isZero();

        assertThat(out.toString()).contains("headwater ", Runtime.version().toString());
    }

    private int execute(String... arguments) {
        return HeadwaterCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
