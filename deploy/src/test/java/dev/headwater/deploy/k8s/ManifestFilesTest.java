package dev.headwater.deploy.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of k8s/ as they stand there, with or without a kubectl to render them. */
class ManifestFilesTest {
    /** Not for the API server. */
    private static final Set<String> OTHERS = Set.of("kustomization.yaml", "adapter-values.yaml", "headwater.yaml");

    static Stream<Path> objects() {
        return files().filter(file -> !OTHERS.contains(file.getFileName().toString()));
    }

    static Stream<Path> kustomizations() {
        return files().filter(file -> file.endsWith("kustomization.yaml"))
                .flatMap(file -> Stream.ofNullable(file.getParent()));
    }

    private static Stream<Path> files() {
        try (var files = Files.walk(Manifests.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyFieldIsOneOfKubernetesAndOfItsType(Path file) {
        assertThat(StrictReader.read(Manifests.text(file))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Service, spec: {clusterIp: None}}",
                "{apiVersion: v1, kind: Service, spec: {clusterIP: 1}}",
                "{apiVersion: v1, kind: Service, metadata: {labels: {a: true}}}",
                "{apiVersion: v1, kind: Service, spec: {publishNotReadyAddresses: \"true\"}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{port: \"80\"}]}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{port: 80.5}]}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{port: 80, port: 81}]}}",
                "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, spec: {triggers: [{metadata: {threshold: 5}}]}}",
            })
    void whatAnApiServerWouldNotTakeIsAnError(String object) {
        assertThatThrownBy(() -> StrictReader.read(object)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyKustomizationNamesWhatIsThere(Path folder) {
        assertThat(Kustomization.in(folder).named())
                .allSatisfy(file -> assertThat(file).exists());
    }

    /** The very files that Grafana is given elsewhere. */
    @Test
    void everyDashboardIsAMapForGrafana() throws IOException {
        var grafana = Path.of("..", "deploy", "grafana");
        assertThat(Kustomization.in(Manifests.FOLDER.resolve("components/monitoring"))
                        .named())
                .contains(grafana);
        try (var dashboards = Files.list(grafana.resolve("dashboards"))) {
            assertThat(Kustomization.in(grafana).generated()).containsExactlyInAnyOrderElementsOf(dashboards.toList());
        }
    }
}
