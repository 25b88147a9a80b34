package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code headwater config import} on the file of another server. */
abstract class ImportRun {
    @TempDir
    private Path folder;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    int run(String text) throws IOException {
        out.getBuffer().setLength(0);
        var file = Files.writeString(folder.resolve("other.conf"), text);
        return HeadwaterCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("config", "import", file.toString());
    }

    NodeConfig imported(String text) throws IOException {
        assertThat(run(text)).as(err.toString()).isZero();
        var file = Files.writeString(folder.resolve("node.yaml"), out.toString());
        return new ConfigSources(Optional.of(file), Map.of(), List.of()).read().node();
    }
}
