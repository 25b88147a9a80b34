package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)([a-z]+)");

    private final List<Dashboard> dashboards = Monitoring.dashboards();

    @TempDir
    private Path folder;

    @Test
    void clusterNodeAndStreamHaveOneEach() {
        assertThat(dashboards).extracting(Dashboard::name).containsExactly("cluster.json", "node.json", "stream.json");
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.json().getString("uid"))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.startsWith("headwater-"));
    }

    @Test
    void panelsHaveIdsAndPlacesOfTheirOwn() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.panels())
                    .extracting(panel -> panel.getInteger("id"))
                    .doesNotHaveDuplicates();
            assertThat(dashboard.panels())
                    .extracting(panel -> panel.getJsonObject("gridPos"))
                    .doesNotHaveDuplicates()
                    .allMatch(place -> place.getInteger("x") + place.getInteger("w") <= 24);
            assertThat(dashboard.panels())
                    .extracting(panel -> panel.getString("title"))
                    .doesNotContainNull();
        });
    }

    @Test
    void theDataSourceIsAVariable() {
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.variables().getFirst().getString("type")).isEqualTo("datasource");
            assertThat(dashboard.targets())
                    .isNotEmpty()
                    .extracting(target -> target.getJsonObject("datasource").getString("uid"))
                    .containsOnly("${datasource}");
        });
    }

    @Test
    void everyVariableThatIsAskedForExists() {
        assertThat(dashboards)
                .allSatisfy(dashboard -> assertThat(dashboard.expressions().stream()
                                .flatMap(expression ->
                                        VARIABLE.matcher(expression).results())
                                .map(match -> match.group(1)))
                        .isSubsetOf(dashboard.variables().stream()
                                .map(variable -> variable.getString("name"))
                                .toList()));
    }

    @Test
    void prometheusParsesEveryQuery() throws IOException {
        var rules = new JsonArray();
        for (var expression : dashboards.stream()
                .flatMap(all -> all.expressions().stream())
                .distinct()
                .toList()) {
            rules.add(new JsonObject()
                    .put("record", "query:" + rules.size())
                    .put("expr", expression.replace("$__rate_interval", "5m").replaceAll("\\$[a-z]+", "any")));
        }
        var group = new JsonObject().put("name", "queries").put("rules", rules);
        var file = Files.writeString( // JSON is YAML
                folder.resolve("queries.yml"),
                new JsonObject().put("groups", new JsonArray().add(group)).encodePrettily());

        Promtool.run("check", "rules", file.toString());
    }

    @Test
    void grafanaFindsThemWhereTheComposeFileMountsThem() {
        var provider = Monitoring.yaml(Path.of("grafana", "provisioning", "dashboards", "headwater.yaml"))
                .getJsonArray("providers")
                .getJsonObject(0)
                .getJsonObject("options")
                .getString("path");
        var grafana = Monitoring.yaml(Path.of("compose.yaml"))
                .getJsonObject("services")
                .getJsonObject("grafana");

        assertThat(grafana.getJsonArray("volumes")).contains("./grafana/dashboards:" + provider + ":ro");
        assertThat(Monitoring.yaml(Path.of("grafana", "provisioning", "datasources", "prometheus.yaml"))
                        .getJsonArray("datasources")
                        .getJsonObject(0)
                        .getString("url"))
                .isEqualTo("http://prometheus:9090");
    }
}
