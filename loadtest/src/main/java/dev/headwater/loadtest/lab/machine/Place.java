package dev.headwater.loadtest.lab.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a node runs.
 *
 * @param host its address, for the others
 * @param entry the words before a command that run it there; empty: here
 */
public record Place(String name, String host, Ports ports, List<String> entry) {
    public Place {
        entry = List.copyOf(entry);
    }

    /** {@code command}, run there. */
    public List<String> command(List<String> command) {
        var whole = new ArrayList<>(entry);
        whole.addAll(command);
        return whole;
    }

    /** How many connections to the local {@code port} are established, as the kernel of the place sees it. */
    public long connectionsTo(int port) {
        return Program.require(command(
                        List.of(Tool.SS.path(), "-Htn", "state", "established", "( sport = :%d )".formatted(port))))
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }
}
