package dev.headwater.server.config;

import dev.headwater.server.config.Configuration.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node's configuration comes from, to be read as often as wanted. Immutable.
 *
 * @param settings each {@code key=value}
 */
public record ConfigSources(Optional<Path> file, Map<String, String> environment, List<String> settings) {
    public ConfigSources {
        environment = Map.copyOf(environment);
        settings = List.copyOf(settings);
    }

    /**
     * What became of reading the sources once more.
     *
     * @param next with the values that may change as they are now, and the others as they were
     * @param changed from the running one to the next
     * @param needRestart what a process that starts now would have otherwise
     */
    public record Reread(Configuration next, List<Change> changed, List<Change> needRestart) {}

    /**
     * Blocks.
     *
     * @throws ConfigException if a source is not there or has a wrong key or value
     */
    public Configuration read() {
        return loader().read();
    }

    /**
     * For a node that runs. Blocks.
     *
     * @throws ConfigException as {@link #read}
     */
    public Reread readAgain(Configuration running) {
        var loader = loader();
        var wanted = loader.read();
        var next = loader.readFor(running, wanted);
        return new Reread(next, running.changesTo(next), next.changesTo(wanted));
    }

    private ConfigLoader loader() {
        var loader = new ConfigLoader();
        file.ifPresent(loader::file);
        return loader.environment(environment).settings(settings);
    }
}
