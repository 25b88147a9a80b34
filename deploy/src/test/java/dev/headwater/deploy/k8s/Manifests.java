package dev.headwater.deploy.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a folder of k8s/ renders to. */
record Manifests(List<HasMetadata> objects) {
    /** The folder, seen from the module's. */
    static final Path FOLDER = Path.of("..", "k8s");

    static final List<String> OVERLAYS = List.of("overlays/single", "overlays/production", "overlays/zones");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

    /** Takes no field that the API does not have, nor a value of another type. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                // the models keep what they do not know; here it is an error
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    /** Renders a folder with {@code kubectl kustomize}; without kubectl the test is not run. */
    static Manifests of(String folder) {
        requireKubectl();
        return RENDERED.computeIfAbsent(folder, key -> read(render(FOLDER.resolve(key))));
    }

    /** Renders the base with components, as an overlay of an operator's would. */
    static Manifests with(Path scratch, String... components) throws IOException {
        requireKubectl();
        var home = FOLDER.toRealPath();
        var lines =
                new ArrayList<>(List.of("resources:", "  - " + toHome(scratch, home.resolve("base")), "components:"));
        for (String component : components) {
            lines.add("  - " + toHome(scratch, home.resolve("components").resolve(component)));
        }
        Files.write(scratch.resolve("kustomization.yaml"), lines);
        return read(render(scratch));
    }

    /** Kustomize takes no absolute path. */
    private static Path toHome(Path from, Path folder) throws IOException {
        return from.toRealPath().relativize(folder);
    }

    /** One of an age that knows components; the test is not run without. */
    private static void requireKubectl() {
        assumeTrue(kubectl().isPresent(), "no kubectl here");
        assumeTrue(
                run(kubectl().get().toString(), "version", "--client", "-o", "json")
                        .contains("kustomizeVersion"),
                "this kubectl is too old");
    }

    /** A file of the folder, as it stands there. */
    static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifests read(String text) {
        var objects = new ArrayList<HasMetadata>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            objects.add(object((Map<?, ?>) document));
        }
        return new Manifests(List.copyOf(objects));
    }

    private static HasMetadata object(Map<?, ?> document) {
        String kind = "%s %s".formatted(document.get("apiVersion"), document.get("kind"));
        var type = Optional.ofNullable(KINDS.get(kind))
                .orElseThrow(() -> new AssertionError("no model to read a %s with".formatted(kind)));
        return STRICT.convertValue(document, type);
    }

    private static Optional<Path> kubectl() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    private static String render(Path folder) {
        return run(kubectl().orElseThrow().toString(), "kustomize", folder.toString());
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T the(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind.getSimpleName(), name)));
    }

    /** Of everything that runs pods, by name. */
    List<PodTemplateSpec> pods() {
        return objects.stream()
                .flatMap(object -> switch (object) {
                    case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
                    case StatefulSet set -> Stream.of(set.getSpec().getTemplate());
                    case Job job -> Stream.of(job.getSpec().getTemplate());
                    default -> Stream.<PodTemplateSpec>empty();
                })
                .toList();
    }

    List<Container> containers() {
        return pods().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .toList();
    }
}
