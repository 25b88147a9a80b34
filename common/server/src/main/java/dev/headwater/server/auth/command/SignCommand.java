package dev.headwater.server.auth.command;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.AuthFiles;
import dev.headwater.server.auth.Signature;
import dev.headwater.server.config.DurationConverter;
import dev.headwater.server.config.StreamPattern;
import dev.headwater.server.launch.NodeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater sign}. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Signs an address, with the first of auth.signing-secrets or of auth.signing-secrets-file.",
        footer = {"", "What a site signs by itself: docs/access.md."})
public final class SignCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ACTION", description = "publish or play.")
    private Action action = Action.PLAY;

    @Parameters(index = "1", paramLabel = "STREAM", description = "app/name.")
    private String stream = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Time.class,
            description = "How long it holds: 90s, 15m, 12h. Default: 1h.")
    private Duration time = Duration.ZERO;

    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var config = options.load(System.getenv());
        var key = key();
        var own = config.apps().get(key.app());
        var secrets = new AuthFiles(config).read().signingSecrets(own == null ? config.auth() : own.auth());
        if (secrets.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no secret: set auth.signing-secrets or auth.signing-secrets-file");
        }
        long expires = Instant.now().plus(time).getEpochSecond();
        var out = spec.commandLine().getOut();
        out.println(key + "?" + Signature.query(secrets.getFirst(), action, key, expires));
        out.flush();
        return 0;
    }

    private StreamKey key() {
        try {
            var streams = StreamPattern.parse(stream);
            return new StreamKey(streams.app(), streams.open() ? "*" : streams.name());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "%s: expected one stream as app/name".formatted(stream), e);
        }
    }

    /** As in the configuration. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return new DurationConverter().convert(text);
        }
    }
}
