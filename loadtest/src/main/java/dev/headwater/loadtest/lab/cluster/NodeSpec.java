package dev.headwater.loadtest.lab.cluster;

import dev.headwater.loadtest.lab.machine.NameService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node before it is started.
 *
 * @param role {@code origin} or {@code edge}, as on the command line
 * @param heapMegabytes of its JVM; a node takes one connection for each 32 KiB of it
 * @param settings beside those that every node of the lab has
 * @param startedBy the program that starts its JVM, with that program's arguments; empty: the lab itself
 * @param old what it runs; empty: the lab's own version
 */
public record NodeSpec(
        String role,
        String name,
        int heapMegabytes,
        Map<String, String> settings,
        List<String> startedBy,
        Optional<Distribution> old) {
    public static final int DEFAULT_HEAP_MEGABYTES = 96;

    public NodeSpec {
        settings = Map.copyOf(settings);
        startedBy = List.copyOf(startedBy);
    }

    /** An origin of the usual size. */
    public static NodeSpec origin(int number) {
        return usual("origin", number);
    }

    /** An edge of the usual size. */
    public static NodeSpec edge(int number) {
        return usual("edge", number);
    }

    private static NodeSpec usual(String role, int number) {
        return new NodeSpec(role, role + "-" + number, DEFAULT_HEAP_MEGABYTES, Map.of(), List.of(), Optional.empty());
    }

    public NodeSpec withHeap(int megabytes) {
        return new NodeSpec(role, name, megabytes, settings, startedBy, old);
    }

    /** With one setting more, or another value of it. */
    public NodeSpec with(String key, String value) {
        var more = new TreeMap<>(settings);
        more.put(key, value);
        return new NodeSpec(role, name, heapMegabytes, more, startedBy, old);
    }

    /** Found by its name, and finding the others by theirs. */
    public NodeSpec byName() {
        return with("node.host", NameService.of(name))
                .with("cluster.dns-name", NameService.ORIGINS)
                .with("cluster.members", "");
    }

    /** Started by that program. */
    public NodeSpec startedBy(List<String> command) {
        return new NodeSpec(role, name, heapMegabytes, settings, command, old);
    }

    /** Of that version. */
    NodeSpec of(Distribution version) {
        return new NodeSpec(role, name, heapMegabytes, settings, startedBy, Optional.of(version));
    }

    /** Of the lab's own version. */
    NodeSpec ofOwnVersion() {
        return new NodeSpec(role, name, heapMegabytes, settings, startedBy, Optional.empty());
    }

    public boolean isOrigin() {
        return role.equals("origin");
    }
}
