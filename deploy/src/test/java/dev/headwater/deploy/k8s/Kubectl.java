package dev.headwater.deploy.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Kustomize, as kubectl brings it. */
final class Kubectl {
    private Kubectl() {}

    /** Renders a folder. Where there is no kubectl, or one too old to know components, the test is not run. */
    static String kustomize(Path folder) {
        assumeTrue(program().isPresent(), "no kubectl here");
        String program = program().get().toString();
        assumeTrue(
                run(program, "version", "--client", "-o", "json").contains("kustomizeVersion"),
                "this kubectl is too old");
        return run(program, "kustomize", folder.toString());
    }

    private static Optional<Path> program() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
