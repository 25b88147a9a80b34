package dev.headwater.loadtest.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On loopback nothing can be cut: F4 and F6 are reported at once, and no node starts. */
class LabCommandTest {
    private final StringWriter output = new StringWriter();
    private final CommandLine command = new CommandLine(new LabCommand("none"))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(output, true));

    @Test
    void roundsOfNoFaultAreNotWhatWasMeant() {
        assertThat(command.execute("--rounds=5")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(command.execute()).isZero();
        assertThat(output.toString()).contains("F1 ");
    }

    @Test
    void timesInWhichNothingIsSeenAreRefused() {
        var refused = new StringWriter();
        command.setErr(new PrintWriter(refused, true));

        assertThat(command.execute("F1", "--loopback", "--control=0s")).isNotZero();
        assertThat(command.execute("F1", "--loopback", "--after=500ms")).isNotZero();
        assertThat(refused.toString())
                .contains("--control must be at least 1 s, found 0 ms", "--after must be at least 1 s, found 500 ms");
    }

    @Test
    void eachFaultIsReportedBeforeTheNextBegins(@TempDir Path folder) throws IOException {
        var json = folder.resolve("faults.json");

        int status = command.execute("F4", "F6", "--loopback", "--logs=" + folder, "--json=" + json);

        assertThat(status).isEqualTo(LabCommand.NO_RESULT);
        assertThat(output.toString())
                .containsSubsequence("F4  edge", "not possible here", "lab: F6, round 1", "F6  split");
        assertThat(new ObjectMapper().readTree(json.toFile()).path("faults")).hasSize(2);
    }
}
