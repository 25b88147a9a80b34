package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headwater.deploy.install.Dockerfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds the image's layers as deploy/Dockerfile does, and runs its entry point in a root folder of nothing else. */
@Timeout(300)
class ImageTest {
    @TempDir
    private Path folder;

    @Test
    void theImageStartsServesAndDrainsOnAReadOnlyRootWithoutATmp() throws IOException {
        assumeThat(ConfinedNode.mayMount()).as("this machine lets us mount").isTrue();
        var home = Distribution.unpackedIn(folder);
        var layers = folder.resolve("layers");
        Distribution.run(Path.of("image", "assemble").toString(), home.toString(), layers.toString());
        var root = Files.createDirectory(folder.resolve("root"));
        for (var layer : List.of("runtime", "libraries", "headwater")) {
            Distribution.run("cp", "-a", layers.resolve(layer) + "/.", root.toString());
        }
        for (var runtimeBrings : List.of("proc", "dev", "sys")) {
            Files.createDirectory(root.resolve(runtimeBrings));
        }
        Distribution.run(
                "cp", "/etc/hosts", "/etc/resolv.conf", root.resolve("etc").toString());

        try (var node = new ConfinedNode(folder, command(root), "origin")) {
            node.assertStartedInTime();
            node.assertServesAndDrains();
            assertThat(node.output())
                    .as("Netty's libraries and the AOT cache are found")
                    .containsPattern("transport (io_uring|epoll)")
                    .doesNotContain("Read-only file system", "[warning][aot]");
        }
        assertThat(root.resolve("bin")).as("a shell").doesNotExist();
        assertThat(bills(root.resolve("opt/headwater")))
                .as("what it is made of, as the tarball tells")
                .isEqualTo(bills(home));
    }

    /** Bills of materials, if any. */
    private static List<String> bills(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cdx.json"))
                    .toList();
        }
    }

    /** As a container engine would: with mounts that nobody else sees, under the user of the Dockerfile. */
    private static List<String> command(Path root) {
        var mounts = """
                mount --bind %1$s %1$s
                mount -o remount,bind,ro %1$s
                mount -t proc proc %1$s/proc
                mount --rbind /dev %1$s/dev
                mount --rbind /sys %1$s/sys
                exec chroot --userspec=%2$d:%2$d %1$s "$@"
                """.formatted(root, ConfinedNode.UID);
        var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-euc", mounts, "sh"));
        command.addAll(Dockerfile.read().entrypoint());
        return command;
    }
}
