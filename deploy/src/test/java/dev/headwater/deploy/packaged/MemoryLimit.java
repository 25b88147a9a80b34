package dev.headwater.deploy.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A control group of the kernel's that a process of the test joins, as a container would: the JVM finds it and the kernel
 * kills who exceeds it. Removed by the kernel's rules only when the process has ended.
 */
record MemoryLimit(Path group) implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** Version 2's file with the limit, and version 1's in a hierarchy of its own. */
    private static final List<Path> PLACES = List.of(Path.of("memory.max"), Path.of("memory", "memory.limit_in_bytes"));

    /** Empty where this machine does not let us. */
    static Optional<MemoryLimit> of(long bytes) {
        return PLACES.stream().flatMap(place -> tried(place, bytes).stream()).findFirst();
    }

    private static Optional<MemoryLimit> tried(Path place, long bytes) {
        var parent = Optional.ofNullable(ROOT.resolve(place).getParent()).orElse(ROOT);
        if (!Files.isWritable(parent)) {
            return Optional.empty();
        }
        try {
            var group = Files.createDirectory(parent.resolve("headwater-test-" + UUID.randomUUID()));
            var limit = group.resolve(place.getFileName());
            if (!Files.exists(limit)) {
                Files.delete(group);
                return Optional.empty();
            }
            Files.writeString(limit, Long.toString(bytes));
            return Optional.of(new MemoryLimit(group));
        } catch (IOException notLetHere) {
            return Optional.empty();
        }
    }

    /** What a shell runs to put itself in. */
    String join() {
        return "echo $$ > " + group.resolve("cgroup.procs");
    }

    @Override
    public void close() {
        try {
            Files.delete(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
