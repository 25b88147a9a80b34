package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SmallPodTest {
    @TempDir
    private Path folder;

    @Test
    void theTarballStartsServesAndDrainsInASmallPod() throws IOException {
        var home = Distribution.unpackedIn(folder);
        var launcher = home.resolve("bin/headwater").toString();
        Distribution.run(launcher, "warm-up");
        var command = new ArrayList<>(ConfinedNode.unprivileged());
        command.addAll(List.of("env", "HEADWATER_JAVA=" + System.getProperty("java.home"), launcher));

        try (var node = new ConfinedNode(folder, command)) {
            node.assertServesAndDrains();
            assertThat(node.output()).as("the AOT cache fits").doesNotContain("[warning][aot]");
        }
    }
}
