package dev.headwater.deploy.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether a command prints for scripts. */
final class JsonOption {
    @Option(names = "--json", description = "Print what the API answers, for scripts.")
    private boolean json;

    boolean isWanted() {
        return json;
    }

    /** A line. */
    static void print(JsonNode answer, PrintWriter out) {
        out.println(answer);
        out.flush();
    }
}
