package dev.headwater.deploy.configure;

import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headwater.deploy.operate.Table;
import dev.headwater.server.config.Setting;
import dev.headwater.server.launch.NodeOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater config show}. */
@Command(
        name = "show",
        description =
                "Show every key with its value and where that is from, as a node would have it that starts here. Secrets are not shown.",
        mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Option(names = "--changed", description = "Only what is not as by default.")
    private boolean changed;

    @Option(names = "--json", description = "Print it as the API has it, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        var settings = options.sources(System.getenv()).read().settings().stream()
                .filter(setting -> !changed || !setting.isDefault())
                .toList();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(json(settings));
            out.flush();
        } else {
            print(settings, out);
        }
        return 0;
    }

    private static void print(List<Setting> settings, PrintWriter out) {
        var table = new Table(text("KEY"), text("VALUE"), text("SOURCE"), text("CHANGES"));
        settings.forEach(setting -> table.row(
                setting.key(),
                setting.shown().orElse(""),
                setting.source(),
                setting.isReloadable() ? "by reload" : "by restart"));
        table.print(out);
    }

    private static ObjectNode json(List<Setting> settings) {
        var whole = JSON.createObjectNode();
        var array = whole.putArray("settings");
        settings.forEach(setting -> array.addObject()
                .put("key", setting.key())
                .put("value", setting.shown().orElse(null))
                .put("source", setting.source())
                .put("reloadable", setting.isReloadable()));
        return whole;
    }
}
