package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tarball has, in pods as small as they get. */
@Timeout(300)
class SmallPodTest {
    @TempDir
    private static Path folder;

    private static List<String> command = List.of();

    @BeforeAll
    @Timeout(300)
    static void install() throws IOException {
        var launcher = Distribution.unpackedIn(folder).resolve("bin/headwater").toString();
        Distribution.run(launcher, "warm-up");
        var started = List.of("env", "HEADWATER_JAVA=" + System.getProperty("java.home"), launcher);
        command = Stream.concat(ConfinedNode.unprivileged().stream(), started.stream())
                .toList();
    }

    @Test
    void anOriginStartsServesAndDrains() throws IOException {
        try (var origin = new ConfinedNode(folder, command, "origin")) {
            origin.assertStartedInTime();
            origin.assertServesAndDrains();
            assertThat(origin.output()).as("the AOT cache fits").doesNotContain("[warning][aot]");
        }
    }

    /** It hands its publisher on to the origin, and pulls the stream from there for its player. */
    @Test
    void anEdgeStartsServesAndDrainsBesideAnOrigin() throws IOException {
        int port = Ports.free();
        try (var origin = new ConfinedNode(folder, command, "origin", "cluster.port=" + port);
                var edge = new ConfinedNode(folder, command, "edge", "cluster.members=127.0.0.1:" + port)) {
            edge.assertStartedInTime();
            edge.assertServesAndDrains();
            assertThat(origin.output()).contains("publish relay", "play relay");
        }
    }
}
