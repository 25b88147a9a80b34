package dev.headwater.deploy.operate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater relays add}. */
@Command(
        name = "add",
        description = "Add a relay for the whole cluster, until it is removed or no origin is left.",
        footer = {
            "",
            "headwater relays add push site-b live/show rtmp://b.example/app/KEY",
            "headwater relays add pull cam-7 live/lobby on-demand rtmp://10.1.0.7/live/main"
        },
        mixinStandardHelpOptions = true)
final class AddRelayCommand implements Callable<Integer> {
    private static final String FROM_INPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Parameters(index = "0", paramLabel = "pull|push", description = "Where the stream goes.")
    private String kind = "";

    @Parameters(
            index = "1..*",
            arity = "3..4",
            paramLabel = "WORDS",
            description =
                    "NAME APP/STREAM URL of a push, NAME APP/STREAM on-demand|always URL of a pull, as in the configuration."
                            + " The URL - is read from standard input: others on this machine can read command lines.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var fields = new ArrayList<>(List.of("name", "stream", "url"));
        if (words.size() > fields.size()) {
            fields.add(2, "mode");
        }
        var relay = JsonNodeFactory.instance.objectNode().put("kind", kind);
        for (int i = 0; i < words.size(); i++) {
            relay.put(fields.get(i), words.get(i));
        }
        if (words.getLast().equals(FROM_INPUT)) {
            relay.put("url", inputLine());
        }
        var answer = options.api().post("relays", relay);
        var out = spec.commandLine().getOut();
        out.printf("added relay=%s%n", answer.path("added").asText());
        out.flush();
        return 0;
    }

    private String inputLine() {
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line != null) {
                return line.strip();
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "standard input cannot be read: " + e.getMessage(), e);
        }
        throw new ParameterException(spec.commandLine(), "standard input has no URL");
    }
}
