package dev.headwater.deploy.operate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster is meant. */
final class ApiOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "${HEADWATER_API:-http://127.0.0.1:1985}",
            description =
                    "Management port of any node of the cluster, by default HEADWATER_API of the environment or else "
                            + "http://127.0.0.1:1985.")
    private URI url = URI.create("http://127.0.0.1:1985");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token that management.tokens asks for, by default HEADWATER_TOKEN of the environment. Not an"
                            + " option of its own: others on this machine can read command lines.")
    private Optional<Path> tokenFile = Optional.empty();

    Api api() {
        boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isWeb || url.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--api=%s is no URL like http://127.0.0.1:1985".formatted(url));
        }
        return new Api(url, token());
    }

    private Optional<String> token() {
        try {
            return tokenFile.isPresent()
                    ? Optional.of(Files.readString(tokenFile.get()).strip())
                    : Optional.ofNullable(System.getenv("HEADWATER_TOKEN"));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--token-file=%s cannot be read: %s".formatted(tokenFile.get(), e), e);
        }
    }
}
