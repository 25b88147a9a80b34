package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Path FOLDER = Path.of("prometheus");

    private final List<Monitoring.Alert> alerts = Monitoring.alerts();

    @Test
    void eachHasARunbook() throws IOException {
        var page = Files.readString(Monitoring.OPERATIONS);

        assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.annotation("runbook_url"))
                    .isEqualTo("https://headwater.example/docs/operations.md#"
                            + alert.name().toLowerCase(Locale.ROOT));
            assertThat(page).containsOnlyOnce("\n### " + alert.name() + "\n");
            assertThat(alert.annotation("summary")).isNotBlank();
            assertThat(alert.rule().getJsonObject("labels").getString("severity"))
                    .isIn("critical", "warning", "info");
        });
    }

    @Test
    void eachRunbookHasAnAlert() throws IOException {
        assertThat(Files.readAllLines(Monitoring.OPERATIONS))
                .filteredOn(line -> line.startsWith("### Headwater"))
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(alert -> "### " + alert.name()).toList());
    }

    @Test
    void eachIsSeenFiring() {
        var cases = Monitoring.yaml(FOLDER.resolve("alerts.test.yml")).getJsonArray("tests").stream()
                .flatMap(test -> ((JsonObject) test).getJsonArray("alert_rule_test").stream())
                .map(JsonObject.class::cast)
                .filter(check -> check.containsKey("exp_alerts"))
                .map(check -> check.getString("alertname"));

        assertThat(cases)
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(Monitoring.Alert::name).toList());
    }

    @Test
    void alertsDashboardsAndAutoscalersAskForMetricsThatNodesHave() {
        assertThat(Monitoring.metricsAskedFor())
                .filteredOn(metric -> metric.startsWith("headwater_"))
                .isNotEmpty()
                .isSubsetOf(Monitoring.documentedSeries());
    }

    @Test
    void prometheusTakesThemAndTheyFireAsTheirTestsSay() {
        Promtool.run("check", "config", FOLDER.resolve("prometheus.yml").toString());
        Promtool.run("test", "rules", FOLDER.resolve("alerts.test.yml").toString());
    }

    @Test
    void theComposeFilesNodesAreScraped() {
        var compose = Monitoring.yaml(Path.of("compose.yaml")).getJsonObject("services");
        var scraped = Monitoring.yaml(FOLDER.resolve("prometheus.yml"))
                .getJsonArray("scrape_configs")
                .getJsonObject(0);
        assertThat(scraped.getString("job_name")).isEqualTo("headwater");

        assertThat(scraped.getJsonArray("static_configs").getJsonObject(0).getJsonArray("targets"))
                .containsExactlyInAnyOrderElementsOf(compose.fieldNames().stream()
                        .filter(name -> compose.getJsonObject(name).containsKey("build"))
                        .map(name -> name + ":1985")
                        .toList());
    }
}
