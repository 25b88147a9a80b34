package dev.headwater.deploy;

import dev.headwater.deploy.client.StreamFailure;
import dev.headwater.deploy.operate.ApiFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What an operator sees of a wrong command line or configuration: one line, and exit code 2. */
final class OneLineErrors {
    private OneLineErrors() {}

    /** An option, command or value that picocli refused. */
    static int usage(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("%s: %s (%s --help)".formatted(name, what(e), name));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What a server refused is told as it is. A refused configuration is the operator's to mend; anything else is our bug and shows its stack. */
    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof ApiFailure || e instanceof StreamFailure) {
            command.getErr().println(name + ": " + oneLine(e.getMessage()));
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        if (e instanceof IllegalArgumentException) {
            command.getErr().println(name + ": " + oneLine(e.getMessage()));
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        command.getErr().println(name + ": failed");
        e.printStackTrace(command.getErr());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String what(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return oneLine(e.getMessage());
        }
        var near = unmatched.getSuggestions();
        return "there is no '%s' here".formatted(unmatched.getUnmatched().getFirst())
                + (near.isEmpty() ? "" : "; did you mean %s?".formatted(near.getFirst()));
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "no reason given" : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
