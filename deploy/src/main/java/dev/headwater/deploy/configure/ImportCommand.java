package dev.headwater.deploy.configure;

import dev.headwater.server.config.ConfigException;
import dev.headwater.server.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater config import}. */
@Command(
        name = "import",
        description = {
            "Write the configuration that an nginx-rtmp or SRS file comes nearest to, as YAML on standard output.",
            "What could not be taken over is told on standard error, with its line and why."
        },
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "nginx.conf with an rtmp block, or srs.conf.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        var imported = imported(BraceFile.parse(file.toString(), text()));
        String yaml = imported.yaml();
        var err = spec.commandLine().getErr();
        imported.notes().forEach(err::println);
        check(yaml);
        var out = spec.commandLine().getOut();
        out.printf("# From %s.%n%s", file.getFileName(), yaml);
        out.flush();
        err.flush();
        return 0;
    }

    private Imported imported(List<Directive> directives) {
        if (NginxImport.isOne(directives)) {
            return NginxImport.of(directives);
        }
        if (SrsImport.isOne(directives)) {
            return SrsImport.of(directives);
        }
        throw new IllegalArgumentException(
                file + ": neither nginx-rtmp (it has an rtmp block) nor SRS (it has a vhost block)");
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** A value may be out of our bounds, or none. */
    private void check(String yaml) throws IOException {
        var written = Files.createTempFile("headwater-import", ".yaml");
        try {
            Files.writeString(written, yaml);
            var _ = new ConfigSources(Optional.of(written), Map.of(), List.of()).read();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    "what %s becomes cannot be used: %s"
                            .formatted(file, e.getMessage())
                            .replace(written.toString(), "it"),
                    e);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
