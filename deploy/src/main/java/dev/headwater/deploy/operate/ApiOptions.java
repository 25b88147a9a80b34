package dev.headwater.deploy.operate;

import java.net.URI;
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

    Api api() {
        boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isWeb || url.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--api=%s is no URL like http://127.0.0.1:1985".formatted(url));
        }
        return new Api(url);
    }
}
