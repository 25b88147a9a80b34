package dev.headwater.deploy.install;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Prometheus and Grafana are given, as they read it. */
public final class Monitoring {
    static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    /** Of k8s/. */
    static final Path COMPONENTS = Path.of("..", "k8s", "components");

    private static final Path METRICS = Path.of("..", "docs", "metrics.md");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]*) \\|");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:headwater|jvm|process|system|netty|vertx)_[a-z0-9_]+\\b");

    private Monitoring() {}

    /** An alert rule: its labels and annotations are texts by name. */
    record Alert(JsonObject rule) {
        String name() {
            return rule.getString("alert");
        }

        String expression() {
            return rule.getString("expr");
        }

        String annotation(String name) {
            return rule.getJsonObject("annotations").getString(name);
        }
    }

    static JsonObject yaml(Path file) {
        var strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try (var reader = Files.newBufferedReader(file)) {
            return new JsonObject(new Yaml(new SafeConstructor(strict)).<Map<String, Object>>load(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Alert> alerts() {
        return yaml(Path.of("prometheus", "alerts.yml")).getJsonArray("groups").stream()
                .flatMap(group -> ((JsonObject) group).getJsonArray("rules").stream())
                .map(rule -> new Alert((JsonObject) rule))
                .toList();
    }

    static List<Dashboard> dashboards() {
        try (Stream<Path> files = Files.list(Path.of("grafana", "dashboards"))) {
            return files.sorted().map(Dashboard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure by which an autoscaler says how many edges there are to be. */
    record ScalingQuery(String name, String expression) {}

    /** What prometheus-adapter asks for the HPA, of each pod. */
    static List<ScalingQuery> adapterQueries() {
        return yaml(COMPONENTS.resolve(Path.of("hpa", "adapter-values.yaml")))
                .getJsonObject("rules")
                .getJsonArray("custom")
                .stream()
                .map(JsonObject.class::cast)
                .map(rule ->
                        new ScalingQuery(rule.getJsonObject("name").getString("as"), rule.getString("metricsQuery")))
                .toList();
    }

    /** What KEDA asks, of all edges together. */
    static List<ScalingQuery> kedaQueries() {
        return kedaTriggers()
                .map(trigger -> new ScalingQuery(
                        trigger.getString("name"),
                        trigger.getJsonObject("metadata").getString("query")))
                .toList();
    }

    static Stream<JsonObject> kedaTriggers() {
        return yaml(COMPONENTS.resolve(Path.of("keda", "scaled-object.yaml")))
                .getJsonObject("spec")
                .getJsonArray("triggers")
                .stream()
                .map(JsonObject.class::cast);
    }

    /** Every metric that an alert, a dashboard or an autoscaler asks for. */
    public static Set<String> metricsAskedFor() {
        return Stream.of(
                        alerts().stream().map(Alert::expression),
                        dashboards().stream().flatMap(dashboard -> dashboard.expressions().stream()),
                        Stream.concat(adapterQueries().stream(), kedaQueries().stream())
                                .map(ScalingQuery::expression))
                .flatMap(expressions -> expressions)
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(match -> match.group())
                .collect(Collectors.toSet());
    }

    /** The series that docs/metrics.md has of Headwater's own meters. */
    static Set<String> documentedSeries() {
        try {
            return DOCUMENTED
                    .matcher(Files.readString(METRICS))
                    .results()
                    .flatMap(row -> seriesOf(row.group(1), row.group(2)))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> seriesOf(String name, String type) {
        return switch (type) {
            case "counter", "gauge" -> Stream.of(name);
            case "histogram" -> Stream.of("_bucket", "_count", "_sum", "_max").map(name::concat);
            default ->
                Stream.of("_count", "_sum", "_max").filter(type::contains).map(name::concat);
        };
    }
}
