package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.docs.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
    @Test
    void configurationPageHasEveryKeyWithItsDefaultAndMeaning() throws IOException {
        GeneratedPage.assertUpToDate("configuration.md", ConfigPage.tables());
    }

    @Test
    void keysThatOperatorsRelyOnAreThere() {
        assertThat(ConfigKeys.ALL.keySet())
                .contains(
                        "node.name",
                        "node.zone",
                        "node.host",
                        "rtmp.port",
                        "relay.port",
                        "http.port",
                        "management.port",
                        "cluster.name",
                        "cluster.port",
                        "cluster.event-bus-port",
                        "cluster.members",
                        "auth.publish");
    }

    @Test
    void keysOfAnAppAreKeysOfTheNode() {
        assertThat(ConfigKeys.ALL.keySet()).containsAll(ConfigKeys.PER_APP.keySet());
    }

    @Test
    void noTwoKeysShareAnEnvironmentVariable() {
        assertThat(ConfigKeys.BY_ENVIRONMENT_NAME).hasSameSizeAs(ConfigKeys.ALL);
    }
}
