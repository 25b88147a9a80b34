package dev.headwater.server.auth.command;

import dev.headwater.server.auth.FreshKey;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.TokenEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Makes a token of the API, and what the configuration holds of it (management.tokens).")
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SCOPE",
            description = "${COMPLETION-CANDIDATES}: a reader sees, a writer also kicks and drains.")
    private TokenEntry.Scope scope = TokenEntry.Scope.READ;

    @Override
    public Integer call() {
        String token = FreshKey.make();
        var out = spec.commandLine().getOut();
        out.println("the operator's token is          " + token);
        out.println("management.tokens gets the entry " + new TokenEntry(scope, SecretHash.of(token)));
        out.flush();
        return 0;
    }
}
