package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSecretTest {
    private static final String ONE = "0123456789abcdef";
    private static final String TWO = "fedcba9876543210";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text);
    }

    @Test
    void secretsAreReadFromTheKeyAndThenTheFile() throws IOException {
        var file = file("# since May\n\n" + TWO + "\n");
        assertThat(ClusterSecrets.read(
                        ConfigLoader.of("cluster.secret=" + ONE + "," + TWO).cluster()))
                .containsExactly(ONE, TWO);
        assertThat(ClusterSecrets.read(ConfigLoader.of("cluster.secret=" + ONE, "cluster.secret-file=" + file)
                        .cluster()))
                .containsExactly(ONE, TWO);
        assertThat(ClusterSecrets.read(ConfigLoader.of().cluster())).isEmpty();
    }

    @Test
    void theRelayPortIsOpenToOtherMachinesOnlyWithASecret() throws IOException {
        assertThat(ConfigLoader.of().relay().host()).isEqualTo("127.0.0.1");
        assertThat(ConfigLoader.of("cluster.secret=" + ONE).relay().host()).isEqualTo("0.0.0.0");
        assertThat(ConfigLoader.of("cluster.secret-file=" + file(ONE)).relay().host())
                .isEqualTo("0.0.0.0");
        assertThat(ConfigLoader.of("cluster.secret=" + ONE, "relay.host=10.0.0.1")
                        .relay()
                        .host())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "::", "origin-1.example"})
    void withoutASecretItIsRefusedAnAddressForOtherMachines(String host) {
        assertThatThrownBy(() -> ConfigLoader.of("relay.host=" + host))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("relay.host=" + host + " is for other machines, and without cluster.secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void withoutASecretItMayHaveAnyAddressOfTheLoopbackInterface(String host) {
        assertThat(ConfigLoader.of("relay.host=" + host).relay().host()).isEqualTo(host);
    }

    @Test
    void noMessageQuotesASecret() throws IOException {
        assertThatThrownBy(() -> ConfigLoader.of("cluster.secret=short"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected 16 to 512")
                .hasMessageNotContaining("=short");
        var file = file("short");
        assertThatThrownBy(() -> ConfigLoader.of("cluster.secret-file=" + file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("cluster.secret-file=" + file + ": expected 16 to 512")
                .hasMessageNotContaining("short");
    }

    @Test
    void aFileThatIsNotThereOrSaysNothingIsRefused() throws IOException {
        assertThatThrownBy(() -> ConfigLoader.of("cluster.secret-file=" + folder.resolve("none")))
                .hasMessageEndingWith("none: no such file");
        var empty = file("# to come\n");
        assertThatThrownBy(() -> ConfigLoader.of("cluster.secret-file=" + empty))
                .hasMessageEndingWith("no secret in it");
    }
}
