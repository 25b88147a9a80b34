package dev.headwater.server.launch;

import dev.headwater.server.config.ConfigException;
import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command that runs a node has; a picocli mixin. */
public final class NodeOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:HEADWATER_CONFIG}",
            description = "Configuration file, YAML. Default: the path in HEADWATER_CONFIG, if set.")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = {
                "Sets one configuration key, e.g. --set rtmp.port=1936. May be repeated.",
                "Overrides the environment (HEADWATER_RTMP_PORT), which overrides the file."
            })
    private final List<String> settings = new ArrayList<>();

    /**
     * Runs a node of {@code role} until it has stopped; a process that is told to stop ends before this returns.
     *
     * @return the exit status
     * @throws ConfigException as {@link #load}
     */
    public int run(NodeRole role) {
        return NodeMain.run(RunningConfig.of(sources(System.getenv())), role);
    }

    /** @throws ConfigException if a source is not there or has a wrong key or value */
    public NodeConfig load(Map<String, String> environment) {
        return sources(environment).read().node();
    }

    /** What these options and variables name. */
    public ConfigSources sources(Map<String, String> environment) {
        return new ConfigSources(Optional.ofNullable(config), environment, settings);
    }
}
