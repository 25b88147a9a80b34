package dev.headwater.server.auth.command;

import dev.headwater.server.auth.FreshKey;
import dev.headwater.server.config.KeyEntry;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.StreamPattern;
import dev.headwater.server.config.UserEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
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
        description = "Makes stream keys and users, and what the configuration holds of them (auth.keys, auth.users).",
        footer = {"", "How publishers are let in: docs/access.md."})
public final class KeyCommand implements Runnable {
    /** A shorter one may be guessed from its hash. */
    private static final int SHORTEST = 16;

    private static final int SALT_BYTES = 8;

    private static final String STREAMS = "app/name; app/* or app/begin* for a key that stands beside the name.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: new, hash or user");
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes a key for a stream.")
    void make(@Parameters(paramLabel = "STREAM", description = STREAMS) String stream) {
        var streams = streams(stream);
        String key = FreshKey.make();
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
        String key = read();
        if (key.length() < SHORTEST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a key of %d characters or more on the standard input: a short one is soon guessed"
                            .formatted(SHORTEST));
        }
        spec.commandLine().getOut().println(entry(streams, key));
        spec.commandLine().getOut().flush();
    }

    @Command(
            name = "user",
            mixinStandardHelpOptions = true,
            description = "Reads the password of an encoder's user from the standard input, for auth.users.")
    void user(
            @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits and . _ @ -") String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "STREAM",
                            description = "app/name, app/begin* or app/*.")
                    List<String> streams)
            throws IOException {
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        String line = UserEntry.line(
                name,
                streams.stream().map(this::streams).toList(),
                HexFormat.of().formatHex(salt),
                read());
        try {
            UserEntry.parse(line);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), name + ": no name of a user", e);
        }
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static String read() throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Optional.ofNullable(in.readLine()).orElse("").strip();
    }

    private StreamPattern streams(String text) {
        try {
            return StreamPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String entry(StreamPattern streams, String key) {
        return new KeyEntry(streams, SecretHash.of(key)).toString();
    }
}
