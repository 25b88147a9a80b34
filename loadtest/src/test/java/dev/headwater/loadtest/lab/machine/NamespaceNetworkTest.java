package dev.headwater.loadtest.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headwater.loadtest.lab.machine.PrivateMachine.Search.Found;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In a machine of its own, where the kernel allows one. */
class NamespaceNetworkTest {
    private static final String LOWEST_ADDRESS = "02:00:00:00:00:01";

    @Test
    void theLabKeepsItsAddressOnTheWireWhoeverJoinsOrLeaves() {
        var search = PrivateMachine.search();
        assumeTrue(search instanceof Found, search.toString());

        assertThat(inside((Found) search)).contains(NamespaceNetwork.BRIDGE_ADDRESS);
    }

    private static String inside(Found found) {
        return Program.require(found.machine()
                .command(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Inside.class.getName())));
    }

    /** Prints what the bridge is like when a port with the lowest address has come. */
    static final class Inside {
        private Inside() {}

        public static void main(String[] arguments) {
            try (var network = new NamespaceNetwork()) {
                network.place("edge-1");
                ip("link", "add", "name", "low", "address", LOWEST_ADDRESS, "type", "veth", "peer", "name", "end");
                ip("link", "set", "low", "master", "lab", "up");
                System.out.println(ip("-o", "link", "show", "lab"));
            }
        }

        private static String ip(String... words) {
            return Program.require(Stream.concat(Stream.of(Tool.IP.path()), List.of(words).stream())
                    .toList());
        }
    }
}
