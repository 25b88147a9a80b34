package dev.headwater.server.config;

import dev.headwater.server.config.ConfigKey.Reload;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/** Every key that there is, read off the {@code *Config} interfaces. */
final class ConfigKeys {
    /** By name, in alphabetical order. */
    static final SortedMap<String, ConfigKey> ALL = Collections.unmodifiableSortedMap(read(NodeConfig.class, ""));

    /** Those of them that may be set for one app, by name: {@link AppKey}. */
    static final SortedMap<String, ConfigKey> PER_APP = Collections.unmodifiableSortedMap(read(AppConfig.class, ""));

    /** By the name of the environment variable. */
    static final Map<String, ConfigKey> BY_ENVIRONMENT_NAME =
            ALL.values().stream().collect(Collectors.toUnmodifiableMap(ConfigKey::environmentName, key -> key));

    private ConfigKeys() {}

    /** What the keys of a group have in common, by the group's name; the empty name is the root. */
    static SortedMap<String, String> groups() {
        var groups = new TreeMap<String, String>();
        groups.put("", describe(NodeConfig.class));
        groups.put(AppKey.GROUP, describe(AppConfig.class));
        for (var method : NodeConfig.class.getMethods()) {
            if (isGroup(method)) {
                groups.put(keyName(method), describe(method.getReturnType()));
            }
        }
        return groups;
    }

    private static SortedMap<String, ConfigKey> read(Class<?> group, String prefix) {
        var keys = new TreeMap<String, ConfigKey>();
        for (var method : group.getMethods()) {
            String name = prefix + keyName(method);
            if (isGroup(method)) {
                keys.putAll(read(method.getReturnType(), name + "."));
            } else if (method.getReturnType() != Map.class) { // the apps: AppKey
                keys.put(name, key(name, method));
            }
        }
        return keys;
    }

    private static ConfigKey key(String name, Method method) {
        var range = Optional.ofNullable(method.getAnnotation(Range.class));
        return new ConfigKey(
                name,
                annotation(method, Doc.class).value(),
                defaultText(method),
                converter(method),
                range.map(limit -> new ConfigKey.Bounds(limit.min(), limit.max())),
                method.isAnnotationPresent(Secret.class),
                reload(method));
    }

    private static Reload reload(Method method) {
        return Optional.ofNullable(method.getAnnotation(NeedsRestart.class))
                .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(NeedsRestart.class)))
                .map(restart -> restart.onlyToSetOrUnset() ? Reload.WHILE_SET : Reload.NEVER)
                .orElse(Reload.ALWAYS);
    }

    private static String defaultText(Method method) {
        if (method.getReturnType() == Optional.class) {
            return "empty";
        }
        var fixed = Optional.ofNullable(method.getAnnotation(WithDefault.class));
        return fixed.map(it -> "`" + it.value() + "`")
                .orElseGet(() -> annotation(method, Computed.class).value());
    }

    private static Converter<?> converter(Method method) {
        var own = Optional.ofNullable(method.getAnnotation(WithConverter.class));
        if (own.isPresent()) {
            return instance(own.get().value());
        }
        var type = method.getReturnType();
        if (type == int.class) {
            return new WholeNumberConverter();
        }
        if (type == Duration.class) {
            return new DurationConverter();
        }
        if (type == Optional.class) {
            return optionalConverter(method);
        }
        if (type.isEnum()) {
            return (Converter<String>) text -> choice(text, type.getEnumConstants());
        }
        throw new IllegalStateException("no converter for " + method);
    }

    private static List<Object> elements(String text, Converter<?> element) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .<Object>map(element::convert)
                        .toList();
    }

    /** Of {@code Optional<List<@WithConverter(...) T>>} or {@code Optional<@WithConverter(...) T>}. */
    private static Converter<?> optionalConverter(Method method) {
        var value = argument((AnnotatedParameterizedType) method.getAnnotatedReturnType());
        if (value instanceof AnnotatedParameterizedType list) {
            var element = converter(argument(list), method);
            return (Converter<List<Object>>) text -> elements(text, element);
        }
        return converter(value, method);
    }

    private static AnnotatedType argument(AnnotatedParameterizedType type) {
        return type.getAnnotatedActualTypeArguments()[0];
    }

    private static Converter<?> converter(AnnotatedType type, Method method) {
        var own = Optional.ofNullable(type.getAnnotation(WithConverter.class));
        return instance(own.orElseThrow(() -> new IllegalStateException("no converter in the type of " + method))
                .value());
    }

    private static String choice(String text, Object[] constants) {
        var names = Arrays.stream(constants)
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        if (!names.contains(text)) {
            throw new IllegalArgumentException(
                    "expected one of " + String.join(", ", names) + Suggestion.hint(text, names));
        }
        return text;
    }

    private static Converter<?> instance(Class<? extends Converter<?>> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isGroup(Method method) {
        return method.getReturnType().isAnnotationPresent(Doc.class);
    }

    private static String keyName(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithName.class))
                .map(WithName::value)
                .orElseGet(() -> StringUtil.skewer(method.getName()));
    }

    private static String describe(Class<?> group) {
        return Optional.ofNullable(group.getAnnotation(Doc.class)).orElseThrow().value();
    }

    private static <A extends Annotation> A annotation(Method method, Class<A> type) {
        return Optional.ofNullable(method.getAnnotation(type))
                .orElseThrow(() -> new IllegalStateException(method + " lacks @" + type.getSimpleName()));
    }
}
