package dev.headwater.server.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the configuration from its sources, in rising precedence whatever the order of the calls: built-in defaults,
 * YAML file, environment, {@code --set}. Every method throws {@link ConfigException}. Used by one thread.
 */
public final class ConfigLoader {
    private static final int FILE_ORDINAL = 100;
    private static final int ENVIRONMENT_ORDINAL = 200;
    private static final int SETTING_ORDINAL = 300;
    private static final int RUNNING_ORDINAL = 400;
    private static final String RUNNING = "the running node";
    private static final String ENVIRONMENT = "the environment";
    private static final String SETTING = "--set";
    private static final String APPS_VARIABLES = ConfigKey.ENVIRONMENT_PREFIX + "APPS_";

    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** The configuration of a node that is told nothing but {@code settings}, each {@code key=value}. */
    public static NodeConfig of(String... settings) {
        return new ConfigLoader().settings(List.of(settings)).load();
    }

    /** Adds a YAML file whose keys are nested ({@code rtmp:} and under it {@code port: 1935}) or dotted. */
    public ConfigLoader file(Path file) {
        var values = new LinkedHashMap<String, String>();
        YamlFile.read(file).forEach((name, value) -> values.put(known(file.toString(), name), value));
        layers.add(new Layer(values, file.toString(), FILE_ORDINAL));
        return this;
    }

    /** Adds the variables {@code HEADWATER_*}. An empty one says nothing: what fills them in may have had nothing to say. */
    public ConfigLoader environment(Map<String, String> variables) {
        var values = new LinkedHashMap<String, String>();
        variables.forEach((name, value) -> {
            if (!EnvironmentNames.isForeign(name, value)) {
                var key = Optional.ofNullable(ConfigKeys.BY_ENVIRONMENT_NAME.get(name));
                String known = key.orElseThrow(() -> unknownVariable(name)).name();
                if (!value.isEmpty()) {
                    values.put(known, value);
                }
            }
        });
        layers.add(new Layer(values, ENVIRONMENT, ENVIRONMENT_ORDINAL));
        return this;
    }

    /** Adds the values of {@code --set}, each {@code key=value}; the last one of a key counts. */
    public ConfigLoader settings(Collection<String> settings) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new ConfigException(SETTING + " " + setting + ": expected key=value");
            }
            String name = setting.substring(0, equals).strip();
            this.settings.put(
                    known(SETTING, name), setting.substring(equals + 1).strip());
        }
        return this;
    }

    /** Checks all values and gives them out. */
    public NodeConfig load() {
        return read().node();
    }

    /** The same, with where they are from. */
    Configuration read() {
        return read(allLayers());
    }

    /**
     * For a node that runs: what cannot change meanwhile is as it is in {@code running}, whatever the sources say.
     *
     * @param wanted what they say
     */
    Configuration readFor(Configuration running, Configuration wanted) {
        Predicate<String> mayChange = key -> running.mayChange(key, wanted);
        var fixed = new LinkedHashMap<String, String>();
        for (var setting : running.settings()) {
            if (!mayChange.test(setting.key()) && !setting.text().isEmpty()) {
                fixed.put(setting.key(), setting.text());
            }
        }
        var sources = new ArrayList<Layer>();
        allLayers().forEach(layer -> sources.add(layer.where(mayChange)));
        sources.add(new Layer(fixed, RUNNING, RUNNING_ORDINAL));
        var read = read(sources);
        var settings = new TreeMap<String, Setting>();
        read.settings()
                .forEach(setting -> settings.put(
                        setting.key(),
                        mayChange.test(setting.key())
                                ? setting
                                : running.setting(setting.key()).orElse(setting)));
        return new Configuration(read.node(), settings);
    }

    private List<Layer> allLayers() {
        var all = new ArrayList<>(layers);
        all.add(new Layer(settings, SETTING, SETTING_ORDINAL));
        return all;
    }

    private static Configuration read(List<Layer> sources) {
        try {
            // Values are checked before SmallRye maps them, whose messages speak of its own classes.
            var raw = new SmallRyeConfigBuilder()
                    .withSources(sources.toArray(Layer[]::new))
                    .build();
            checkValues(raw);
            var builder = new SmallRyeConfigBuilder()
                    .withMapping(NodeConfig.class)
                    .withInterceptors((ConfigSourceInterceptor) ConfigLoader::orAsForAllApps)
                    .withConverter(Duration.class, 500, new DurationConverter())
                    .withSources(sources.toArray(Layer[]::new));
            ComputedDefaults.read().forEach(builder::withDefaultValue);
            builder.withDefaultValue("relay.host", ComputedDefaults.relayHost(hasSecret(raw)));
            var config = builder.build();
            var node = config.getConfigMapping(NodeConfig.class);
            CrossChecks.check(node);
            return new Configuration(node, settings(config));
        } catch (ConfigValidationException e) {
            throw new ConfigException(e.getProblem(0).getMessage());
        }
    }

    private static SortedMap<String, Setting> settings(SmallRyeConfig config) {
        var settings = new TreeMap<String, Setting>();
        ConfigKeys.ALL.values().forEach(key -> settings.put(key.name(), setting(config, key)));
        for (String name : config.getPropertyNames()) {
            AppKey.parse(name).ifPresent(app -> {
                var setting = setting(config, app.key());
                if (!setting.isDefault()) {
                    settings.put(app.name(), setting);
                }
            });
        }
        return settings;
    }

    private static Setting setting(SmallRyeConfig config, ConfigKey key) {
        var value = config.getConfigValue(key.name());
        boolean isSet = value.getConfigSourceOrdinal() >= FILE_ORDINAL;
        return new Setting(
                key,
                Objects.requireNonNullElse(value.getRawValue(), ""),
                isSet ? source(key, value.getConfigSourceName()) : Setting.DEFAULT);
    }

    private static boolean hasSecret(SmallRyeConfig config) {
        return Stream.of("cluster.secret", "cluster.secret-file")
                .map(key -> config.getConfigValue(key).getRawValue())
                .anyMatch(text -> text != null && !text.isBlank());
    }

    private static void checkValues(SmallRyeConfig config) {
        ConfigKeys.ALL.values().forEach(key -> checkValue(config, key));
        for (String name : config.getPropertyNames()) {
            AppKey.parse(name).ifPresent(key -> checkValue(config, key.key()));
        }
    }

    private static void checkValue(SmallRyeConfig config, ConfigKey key) {
        var value = config.getConfigValue(key.name());
        Optional.ofNullable(value.getRawValue())
                .ifPresent(text -> checkValue(key, text, source(key, value.getConfigSourceName())));
    }

    private static void checkValue(ConfigKey key, String text, String source) {
        try {
            key.check(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "%s=%s (from %s): %s".formatted(key.name(), key.shown(text), source, e.getMessage()));
        }
    }

    private static String source(ConfigKey key, String sourceName) {
        return sourceName.equals(ENVIRONMENT) ? key.environmentName() : sourceName;
    }

    /** The value of an app's key; if that is not set in any source, of the key for all apps. */
    private static @Nullable ConfigValue orAsForAllApps(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (value != null && value.getConfigSourceOrdinal() >= FILE_ORDINAL) {
            return value;
        }
        var key = AppKey.parse(name);
        return key.isPresent() ? context.proceed(key.get().common().name()) : value;
    }

    /** The one name of a key that an operator may write in several ways. */
    private static String known(String source, String name) {
        if (ConfigKeys.ALL.containsKey(name)) {
            return name;
        }
        var key = AppKey.parse(name).orElseThrow(() -> unknown(source, name));
        try {
            key.check();
        } catch (IllegalArgumentException e) {
            throw new ConfigException("%s: %s names no app: %s".formatted(source, name, e.getMessage()));
        }
        return key.name();
    }

    private static ConfigException unknown(String source, String name) {
        String meant = name.startsWith("headwater.") ? name.substring("headwater.".length()) : name;
        var known = new ArrayList<>(ConfigKeys.ALL.keySet());
        known.addAll(AppKey.near(meant));
        return new ConfigException("%s: unknown key %s%s".formatted(source, name, Suggestion.hint(meant, known)));
    }

    private static ConfigException unknownVariable(String name) {
        String hint = name.startsWith(APPS_VARIABLES)
                ? " (a variable cannot name an app: use the file or --set)"
                : Suggestion.hint(name, ConfigKeys.BY_ENVIRONMENT_NAME.keySet());
        return new ConfigException("%s: unknown key %s%s".formatted(ENVIRONMENT, name, hint));
    }

    /** The values of one source, under the name that messages give it. */
    private static final class Layer extends MapBackedConfigSource {
        private static final long serialVersionUID = 1L;

        Layer(Map<String, String> values, String name, int ordinal) {
            super(name, values, ordinal);
        }

        Layer where(Predicate<String> name) {
            var some = new LinkedHashMap<>(getProperties());
            some.keySet().removeIf(name.negate());
            return new Layer(some, getName(), getOrdinal());
        }
    }
}
