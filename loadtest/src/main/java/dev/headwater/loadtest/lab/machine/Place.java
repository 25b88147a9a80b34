package dev.headwater.loadtest.lab.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The most connections to the local {@code port} that come from one address, as the kernel of the place sees it. */
    public long mostConnectionsTo(int port) {
        return established(port)
                .collect(Collectors.groupingBy(Place::peerAddress, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Whether one of them comes from {@code other}. */
    public boolean isConnectedTo(int port, Place other) {
        return established(port).anyMatch(line -> peerAddress(line).equals(other.host()));
    }

    private static String peerAddress(String line) {
        String peer = line.strip().substring(line.strip().lastIndexOf(' ') + 1);
        return peer.substring(0, peer.lastIndexOf(':'));
    }

    /** How many connections to the local {@code port} are established, as the kernel of the place sees it. */
    public long connectionsTo(int port) {
        return established(port).count();
    }

    /** A line of ss for each; its last word is the peer. */
    private Stream<String> established(int port) {
        return Program.require(command(
                        List.of(Tool.SS.path(), "-Htn", "state", "established", "( sport = :%d )".formatted(port))))
                .lines()
                .filter(line -> !line.isBlank());
    }
}
