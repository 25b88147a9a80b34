package dev.headwater.deploy.k8s;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A kustomization.yaml, as far as it names files. */
record Kustomization(Path folder, Map<String, Object> fields) {
    static Kustomization in(Path folder) {
        return new Kustomization(
                folder, StrictReader.yaml().load(Manifests.text(folder.resolve("kustomization.yaml"))));
    }

    /** Of objects, those of the folders that it names among them. */
    Stream<Path> files() {
        return paths("resources").flatMap(path -> Files.isDirectory(path) ? in(path).files() : Stream.of(path));
    }

    /** All that it names, in whatever way. */
    Stream<Path> named() {
        return Stream.of(
                        paths("resources"),
                        paths("components"),
                        maps("patches")
                                .flatMap(patch -> Stream.ofNullable(patch.get("path")))
                                .map(this::path),
                        generated())
                .flatMap(paths -> paths);
    }

    /** The files of which it makes ConfigMaps. */
    Stream<Path> generated() {
        return maps("configMapGenerator")
                .flatMap(map -> ((List<?>) Objects.requireNonNull(map.get("files"))).stream())
                .map(this::path);
    }

    private Stream<Path> paths(String field) {
        return list(field).map(this::path);
    }

    private Stream<Map<?, ?>> maps(String field) {
        return list(field).map(map -> (Map<?, ?>) map);
    }

    private Stream<?> list(String field) {
        return ((List<?>) fields.getOrDefault(field, List.of())).stream();
    }

    private Path path(Object name) {
        return folder.resolve(name.toString()).normalize();
    }
}
