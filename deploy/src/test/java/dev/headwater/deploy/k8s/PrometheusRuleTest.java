package dev.headwater.deploy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operator's rules are those of deploy/prometheus, in other clothes. {@code -Dheadwater.docs.write=true} writes them again. */
class PrometheusRuleTest {
    private static final Path ALERTS = Path.of("prometheus", "alerts.yml");
    private static final String FILE = "components/monitoring/prometheus-rule.yaml";
    private static final String HEAD = """
            # Made from deploy/prometheus/alerts.yml: change that file, and PrometheusRuleTest tells how to write this one again.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: headwater
              labels:
                app.kubernetes.io/name: headwater
            spec:
            """;

    @Test
    void theAlertsAreThoseOfPrometheusAlone() throws IOException {
        String rule = HEAD
                + Files.readString(ALERTS)
                        .lines()
                        .map(line -> line.isEmpty() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("headwater.docs.write")) {
            Files.writeString(Manifests.FOLDER.resolve(FILE), rule);
        }
        assertThat(Manifests.text(FILE)).isEqualTo(rule);
        assertThat(Manifests.read(rule)
                        .the(PrometheusRule.class, "headwater")
                        .getSpec()
                        .getGroups())
                .isNotEmpty();
    }

    /** The overlay says once where they are. */
    @Test
    void theRunbooksAreWhereTheOperatorHasThem() {
        assertThat(
                        Manifests.of("overlays/production")
                                .the(PrometheusRule.class, "headwater")
                                .getSpec()
                                .getGroups()
                                .stream()
                                .flatMap(group -> group.getRules().stream())
                                .map(rule -> rule.getAnnotations().get("runbook_url")))
                .allMatch(url -> url.startsWith("https://wiki.example/headwater/operations.md#headwater"));
    }

    /** Every expression chooses by {@code job="headwater"}. */
    @Test
    void whatIsScrapedHasTheJobThatTheAlertsAskFor() {
        var monitor = Manifests.of("components/monitoring/service-monitor.yaml").the(ServiceMonitor.class, "headwater");
        assertThat(monitor.getSpec().getJobLabel()).isEqualTo("app.kubernetes.io/name");
    }

    @Test
    void theServiceThatIsScrapedIsThere() {
        var monitor = Manifests.of("components/monitoring/service-monitor.yaml")
                .the(ServiceMonitor.class, "headwater")
                .getSpec();
        var chosen = Manifests.of("base").all(Service.class).stream()
                .filter(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(monitor.getSelector().getMatchLabels().entrySet()))
                .toList();

        assertThat(chosen).singleElement().satisfies(service -> {
            assertThat(service.getMetadata().getName()).isEqualTo("headwater-management");
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getName)
                    .contains(monitor.getEndpoints().getFirst().getPort());
        });
    }
}
