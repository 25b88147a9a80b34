package dev.headwater.deploy.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a folder of k8s/ says. */
record Manifests(List<HasMetadata> objects) {
    /** The folder, seen from the module's. */
    static final Path FOLDER = Path.of("..", "k8s");

    static final List<String> OVERLAYS = List.of("overlays/single", "overlays/production", "overlays/zones");

    /** Their kustomizations change nothing in what they name: the files are read as they stand there, without kubectl. */
    static final List<String> WRITTEN = List.of("base", "loadtest");

    private static final Map<String, Manifests> KNOWN = new ConcurrentHashMap<>();

    /** Of a file, or of a folder as {@link #WRITTEN} or as {@code kubectl kustomize} renders it. */
    static Manifests of(String path) {
        return KNOWN.computeIfAbsent(path, key -> {
            if (key.endsWith(".yaml")) {
                return read(text(key));
            }
            var folder = FOLDER.resolve(key);
            return WRITTEN.contains(key) ? written(folder) : read(Kubectl.kustomize(folder));
        });
    }

    /** Renders the base with components, as an overlay of an operator's would. */
    static Manifests with(Path scratch, String... components) throws IOException {
        var home = FOLDER.toRealPath();
        var lines =
                new ArrayList<>(List.of("resources:", "  - " + toHome(scratch, home.resolve("base")), "components:"));
        for (String component : components) {
            lines.add("  - " + toHome(scratch, home.resolve("components").resolve(component)));
        }
        Files.write(scratch.resolve("kustomization.yaml"), lines);
        return read(Kubectl.kustomize(scratch));
    }

    /** Kustomize takes no absolute path. */
    private static Path toHome(Path from, Path folder) throws IOException {
        return from.toRealPath().relativize(folder);
    }

    private static Manifests written(Path folder) {
        return new Manifests(Kustomization.in(folder)
                .files()
                .flatMap(file -> StrictReader.read(text(file)).stream())
                .toList());
    }

    static Manifests read(String text) {
        return new Manifests(StrictReader.read(text));
    }

    /** A file of the folder, as it stands there. */
    static String text(String file) {
        return text(FOLDER.resolve(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
                    case Pod pod -> Stream.of(new PodTemplateSpec(pod.getMetadata(), pod.getSpec()));
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
