package dev.headwater.server.auth.command;

import dev.headwater.server.config.KeyEntry;
import dev.headwater.server.config.StreamKeyHash;
import dev.headwater.server.config.StreamPattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater key}. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes stream keys, and what the configuration holds of them (auth.keys, auth.keys-file).",
        footer = {"", "How publishers are let in: docs/access.md."})
public final class KeyCommand implements Runnable {
    /** Nobody tries 160 bits. */
    private static final int KEY_BYTES = 20;

    /** A shorter one may be guessed from its hash. */
    private static final int SHORTEST = 16;

    private static final String STREAMS = "app/name; app/* or app/begin* for a key that stands beside the name.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: new or hash");
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes a key for a stream.")
    void make(@Parameters(paramLabel = "STREAM", description = STREAMS) String stream) {
        var streams = streams(stream);
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        var out = spec.commandLine().getOut();
        if (streams.open()) {
            out.println("the encoder's stream key is NAME?key=" + key);
        } else {
            out.println("the encoder's stream key is " + key);
        }
        out.println("auth.keys gets the line     " + entry(streams, key));
        out.flush();
    }

    @Command(
            name = "hash",
            mixinStandardHelpOptions = true,
            description = "Reads a key that encoders have already from the standard input.")
    void hash(@Parameters(paramLabel = "STREAM", description = STREAMS) String stream) throws IOException {
        var streams = streams(stream);
        String key = Optional.ofNullable(
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine())
                .orElse("")
                .strip();
        if (key.length() < SHORTEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a key of %d characters or more on the standard input: a short one is soon guessed"
                            .formatted(SHORTEST));
        }
        spec.commandLine().getOut().println(entry(streams, key));
        spec.commandLine().getOut().flush();
    }

    private StreamPattern streams(String text) {
        try {
            return StreamPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String entry(StreamPattern streams, String key) {
        return new KeyEntry(streams, StreamKeyHash.of(key)).toString();
    }
}
