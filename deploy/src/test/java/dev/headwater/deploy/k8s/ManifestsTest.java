package dev.headwater.deploy.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.NodeConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests say is what a node understands, and what a drain needs. */
class ManifestsTest {
    /** What the parts of a pod's environment that Kubernetes fills in may look like. */
    private static final String FROM_ELSEWHERE = "10.1.2.3";

    @TempDir
    private Path folder;

    static Stream<String> overlays() {
        return Stream.concat(Stream.of("base"), Manifests.OVERLAYS.stream());
    }

    static Stream<String> everything() {
        return Stream.concat(overlays(), Stream.of("loadtest"));
    }

    @Test
    void everyComponentFitsTheBase() throws IOException {
        var all = Manifests.with(
                folder, "tls", "proxy-protocol", "monitoring", "callbacks", "keda", "tracing", "recording");
        for (PodTemplateSpec pod : all.pods()) {
            var config = config(all, pod.getSpec());
            assertThat(config.tls().certificates()).isPresent();
            assertThat(config.rtmp().proxies()).isPresent();
            assertThat(config.http().proxies()).isEqualTo(config.rtmp().proxies());
            assertThat(config.tracing().endpoint()).isPresent();
        }
        var origin = all.all(StatefulSet.class).getFirst().getSpec();
        var recordings =
                config(all, origin.getTemplate().getSpec()).record().folder().orElseThrow();
        assertThat(origin.getTemplate().getSpec().getContainers().getFirst().getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals(recordings.toString()))
                .extracting(VolumeMount::getName)
                .containsExactly(origin.getVolumeClaimTemplates()
                        .getFirst()
                        .getMetadata()
                        .getName());
        for (String name : List.of("headwater-ingest", "headwater-playback")) {
            assertThat(all.the(Service.class, name).getMetadata().getAnnotations())
                    .as("the balancer is told to send what nodes expect")
                    .containsEntry("service.beta.kubernetes.io/aws-load-balancer-proxy-protocol", "*");
        }
        var scaled = all.all(ScaledObject.class).getFirst().spec();
        assertThat(scaled.scaleTargetRef().name())
                .isEqualTo(all.all(Deployment.class).getFirst().getMetadata().getName());
        assertThat(scaled.triggers()).hasSize(3);
    }

    /** A name that does not exist, or a value outside of its bounds, would keep every pod from starting. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyNodeUnderstandsItsFileAndItsEnvironment(String overlay) throws IOException {
        var manifests = Manifests.of(overlay);
        for (PodTemplateSpec pod : manifests.pods()) {
            var config = config(manifests, pod.getSpec());
            assertThat(config.node().host()).isEqualTo(FROM_ELSEWHERE);
            assertThat(config.cluster().dnsName()).contains("headwater-cluster");
            assertThat(config.management().host()).isEqualTo("0.0.0.0");
        }
    }

    /** As a node reads it: an unknown variable or key is refused. */
    private NodeConfig config(Manifests manifests, PodSpec pod) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        var variables = new HashMap<String, String>();
        for (EnvVar variable : pod.getContainers().getFirst().getEnv()) {
            variables.put(variable.getName(), sample(variable));
        }
        assertThat(variables.remove("HEADWATER_CONFIG")).isEqualTo("/etc/headwater/config/headwater.yaml");
        variables.put("HEADWATER_CLUSTER_SECRET_FILE", secret.toString());
        var file = Files.writeString(folder.resolve("headwater.yaml"), nodeFile(manifests), UTF_8);
        return new ConfigLoader().file(file).environment(variables).load();
    }

    /** As it is in the map, or in the file that the map is made of. */
    private static String nodeFile(Manifests manifests) {
        return manifests.all(ConfigMap.class).stream()
                .flatMap(map -> Stream.ofNullable(map.getData().get("headwater.yaml")))
                .findFirst()
                .orElseGet(() -> Manifests.text("base/shared/headwater.yaml"));
    }

    private static String sample(EnvVar variable) {
        if (variable.getValue() != null) {
            return variable.getValue();
        }
        return variable.getName().endsWith("_TOKENS") ? "read sha256:" + "0".repeat(64) : FROM_ELSEWHERE;
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodHasTimeToDrainBeforeItIsKilled(String overlay) throws IOException {
        var manifests = Manifests.of(overlay);
        for (PodTemplateSpec pod : manifests.pods()) {
            var shutdown = config(manifests, pod.getSpec()).shutdown();
            assertThat(Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds()))
                    .isGreaterThanOrEqualTo(
                            shutdown.drainTimeout().plus(shutdown.stopTimeout()).plusSeconds(10));
            var readiness = pod.getSpec().getContainers().getFirst().getReadinessProbe();
            assertThat(shutdown.notice())
                    .as("what a balancer needs to notice")
                    .isGreaterThan(Duration.ofSeconds(
                            (long) readiness.getPeriodSeconds() * readiness.getFailureThreshold() + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aProbeAsksThePageOfItsKind(String overlay) {
        for (var container : Manifests.of(overlay).containers()) {
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getReadinessProbe(),
                                    container.getLivenessProbe())
                            .map(probe -> probe.getHttpGet().getPath() + " "
                                    + probe.getHttpGet().getPort().getStrVal()))
                    .containsExactly("/startupz management", "/readyz management", "/healthz management");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodsPortsAreTheDefaultsOfTheConfiguration(String overlay) {
        var defaults = ConfigLoader.of();
        var expected = new HashMap<>(Map.of(
                "rtmp", defaults.rtmp().port(),
                "http", defaults.http().port(),
                "relay", defaults.relay().port(),
                "management", defaults.management().port(),
                "cluster", defaults.cluster().port(),
                "event-bus", defaults.cluster().eventBusPort()));
        if (!List.of("base", "overlays/single").contains(overlay)) {
            expected.put("rtmps", defaults.rtmps().port());
            expected.put("https", defaults.https().port());
        }
        for (var container : Manifests.of(overlay).containers()) {
            assertThat(container.getPorts().stream()
                            .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyServiceFindsPodsAndTheirPorts(String overlay) {
        var manifests = Manifests.of(overlay);
        for (Service service : manifests.all(Service.class)) {
            var behind = manifests.pods().stream()
                    .filter(pod -> pod.getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .toList();
            assertThat(behind).as(service.getMetadata().getName()).isNotEmpty();
            for (var pod : behind) {
                var names = pod.getSpec().getContainers().getFirst().getPorts().stream()
                        .map(ContainerPort::getName)
                        .toList();
                assertThat(service.getSpec().getPorts())
                        .allSatisfy(port ->
                                assertThat(names).contains(port.getTargetPort().getStrVal()));
            }
        }
    }

    /** The name that nodes look for, with those that are not ready yet: or the first would never find the second. */
    @ParameterizedTest
    @MethodSource("overlays")
    void nodesFindEachOtherByTheHeadlessService(String overlay) {
        var manifests = Manifests.of(overlay);
        var cluster = manifests.the(Service.class, "headwater-cluster").getSpec();
        assertThat(cluster.getClusterIP()).isEqualTo("None");
        assertThat(cluster.getPublishNotReadyAddresses()).isTrue();
        assertThat(manifests
                        .the(StatefulSet.class, "headwater-origin")
                        .getSpec()
                        .getServiceName())
                .isEqualTo("headwater-cluster");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void clientsKeepTheirAddresses(String overlay) {
        for (String name : List.of("headwater-ingest", "headwater-playback")) {
            var spec = Manifests.of(overlay).the(Service.class, name).getSpec();
            assertThat(spec.getType()).isEqualTo("LoadBalancer");
            assertThat(spec.getExternalTrafficPolicy()).isEqualTo("Local");
        }
    }

    /** With one pod a budget would stop the upgrade of its machine for ever. */
    @ParameterizedTest
    @MethodSource("overlays")
    void oneOriginAtATimeMayBeTakenAway(String overlay) {
        var manifests = Manifests.of(overlay);
        int origins =
                manifests.the(StatefulSet.class, "headwater-origin").getSpec().getReplicas();
        var budgets = manifests.all(PodDisruptionBudget.class).stream()
                .filter(budget -> budget.getMetadata().getName().equals("headwater-origin"))
                .toList();
        assertThat(budgets).hasSize(origins > 1 ? 1 : 0);
        budgets.forEach(budget ->
                assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1));
    }

    /** Else the autoscaler and whoever applies the folder again would undo each other's number. */
    @ParameterizedTest
    @MethodSource("overlays")
    void whoScalesEdgesIsTheAutoscalerAlone(String overlay) {
        var manifests = Manifests.of(overlay);
        for (var scaler : manifests.all(HorizontalPodAutoscaler.class)) {
            var target = scaler.getSpec().getScaleTargetRef();
            assertThat(target.getKind()).isEqualTo("Deployment");
            assertThat(manifests
                            .the(Deployment.class, target.getName())
                            .getSpec()
                            .getReplicas())
                    .isNull();
        }
    }

    /** A zone that is full is another matter than a machine: with overlays/zones a pod waits rather than make one zone heavier. */
    @ParameterizedTest
    @MethodSource("overlays")
    void podsOfAKindSpreadOverMachinesAndZones(String overlay) {
        for (var pod : Manifests.of(overlay).pods()) {
            var spreads = pod.getSpec().getTopologySpreadConstraints();
            assertThat(spreads).allSatisfy(spread -> {
                assertThat(spread.getMaxSkew()).isOne();
                assertThat(spread.getLabelSelector().getMatchLabels())
                        .containsKey("app.kubernetes.io/component")
                        .satisfies(labels ->
                                assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(labels));
            });
            assertThat(spreads)
                    .extracting(spread -> spread.getTopologyKey() + " " + spread.getWhenUnsatisfiable())
                    .containsExactly(
                            "kubernetes.io/hostname ScheduleAnyway",
                            "topology.kubernetes.io/zone "
                                    + (overlay.endsWith("zones") ? "DoNotSchedule" : "ScheduleAnyway"));
        }
    }

    @Test
    void aPodOfAZoneKnowsIt() {
        for (var container : Manifests.of("overlays/zones").containers()) {
            assertThat(container.getEnv())
                    .filteredOn(variable -> variable.getName().equals("HEADWATER_NODE_ZONE"))
                    .singleElement()
                    .satisfies(variable -> assertThat(
                                    variable.getValueFrom().getFieldRef().getFieldPath())
                            .isEqualTo("metadata.labels['topology.kubernetes.io/zone']"));
        }
    }

    /** The JVM counts the cores that were asked for, not those of the machine. */
    @ParameterizedTest
    @MethodSource("everything")
    void theJvmIsSizedByTheRequest(String overlay) {
        for (var container : Manifests.of(overlay).containers()) {
            assertThat(container.getEnv())
                    .anySatisfy(variable -> {
                        assertThat(variable.getName()).isEqualTo("CORES");
                        assertThat(variable.getValueFrom().getResourceFieldRef().getResource())
                                .isEqualTo("requests.cpu");
                    })
                    .anySatisfy(
                            variable -> assertThat(variable.getValue()).isEqualTo("-XX:ActiveProcessorCount=$(CORES)"));
            var resources = container.getResources();
            assertThat(resources.getLimits()).containsOnlyKeys("memory");
            assertThat(resources.getRequests())
                    .containsKey("cpu")
                    .containsEntry("memory", resources.getLimits().get("memory"));
        }
    }
}
