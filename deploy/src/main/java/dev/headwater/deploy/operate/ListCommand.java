package dev.headwater.deploy.operate;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that show a list: a table for people, JSON for scripts. */
abstract class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "Items to show at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    /** The list, as {@link Listing#of} has it. */
    abstract Listing fetch(Api api, int limit) throws InterruptedException;

    abstract Table table(Listing listing);

    @Override
    public final Integer call() throws InterruptedException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit=%d is not 1 or more".formatted(limit));
        }
        PrintWriter out = spec.commandLine().getOut();
        var listing = fetch(options.api(), limit);
        if (json.isWanted()) {
            JsonOption.print(listing.whole(), out);
        } else {
            table(listing).print(out);
            listing.printRest(out);
        }
        return 0;
    }
}
