package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.server.config.NodeConfig.TransportKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void defaultsAreThoseOfTheDesign() {
        var config = ConfigLoader.of();
        assertThat(config.rtmp().port()).isEqualTo(1935);
        assertThat(config.relay().port()).isEqualTo(19350);
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.management().port()).isEqualTo(1985);
        assertThat(config.management().host()).isEqualTo("127.0.0.1");
        assertThat(config.cluster().port()).isEqualTo(5701);
        assertThat(config.cluster().eventBusPort()).isEqualTo(5702);
        assertThat(config.cluster().members().orElse(List.of())).isEmpty();
        assertThat(config.cluster().recordLife()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.node().zone()).isEqualTo("default");
        assertThat(config.rtmp().maxMessageBytes()).isEqualTo(8 << 20);
        assertThat(config.play().waitAtMost()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.auth().publish()).hasToString("refuse");
        assertThat(config.auth().play()).hasToString("open");
        assertThat(config.publish().policy()).isEqualTo(ClaimPolicy.TAKEOVER);
        assertThat(config.transport()).isEqualTo(TransportKind.AUTO);
        assertThat(config.eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void everyDefaultIsWithinItsOwnBounds() {
        for (var key : ConfigKeys.ALL.values()) {
            if (key.defaultText().startsWith("`")) {
                key.check(key.defaultText().replace("`", ""));
            }
        }
        ComputedDefaults.read()
                .forEach((name, value) -> Optional.ofNullable(ConfigKeys.ALL.get(name))
                        .orElseThrow()
                        .check(value));
    }

    @Test
    void twoNodesOnOneHostHaveDifferentNames() {
        assertThat(ConfigLoader.of().node().name())
                .isNotEqualTo(ConfigLoader.of().node().name());
    }

    @Test
    void fileIsBelowEnvironmentIsBelowSettings() {
        var file = file("""
                rtmp:
                  port: 1
                relay:
                  port: 2
                http.port: 3
                """);
        var config = new ConfigLoader()
                .settings(List.of("rtmp.port=7"))
                .environment(Map.of("HEADWATER_RTMP_PORT", "5", "HEADWATER_RELAY_PORT", "6", "PATH", "/bin"))
                .file(file)
                .load();
        assertThat(config.rtmp().port()).isEqualTo(7);
        assertThat(config.relay().port()).isEqualTo(6);
        assertThat(config.http().port()).isEqualTo(3);
    }

    @Test
    void anEmptyVariableSaysNothing() {
        var config = new ConfigLoader()
                .environment(Map.of("HEADWATER_NODE_ZONE", "", "HEADWATER_RTMP_PORT", ""))
                .load();
        assertThat(config.node().zone()).isEqualTo("default");
        assertThat(config.rtmp().port()).isEqualTo(1935);
        assertThatThrownBy(() -> new ConfigLoader().environment(Map.of("HEADWATER_RTMP_PROT", "")))
                .hasMessageContaining("HEADWATER_RTMP_PROT");
    }

    @Test
    void dashesOfAKeyAreUnderscoresInTheEnvironment() {
        var config = new ConfigLoader()
                .environment(Map.of("HEADWATER_CLUSTER_EVENT_BUS_PORT", "6000", "HEADWATER_TRANSPORT", "io-uring"))
                .load();
        assertThat(config.cluster().eventBusPort()).isEqualTo(6000);
        assertThat(config.transport()).isEqualTo(TransportKind.IO_URING);
    }

    @Test
    void membersComeAsAListOrSeparatedByCommas() {
        var list = new ConfigLoader().file(file("cluster:\n  members:\n    - origin-0:5701\n    - '[::1]:5701'\n"));
        assertThat(list.load().cluster().members().orElse(List.of())).containsExactly("origin-0:5701", "[::1]:5701");
        var commas = ConfigLoader.of("cluster.members=10.0.0.1:5701,10.0.0.2:5702");
        assertThat(commas.cluster().members().orElse(List.of())).containsExactly("10.0.0.1:5701", "10.0.0.2:5702");
    }

    @Test
    void shorterListAboveReplacesALongerOneBelow() {
        var config = new ConfigLoader()
                .file(file("cluster:\n  members: [a:1, b:2]\n"))
                .settings(List.of("cluster.members=c:3"))
                .load();
        assertThat(config.cluster().members().orElse(List.of())).containsExactly("c:3");
        var none = new ConfigLoader()
                .file(file("cluster:\n  members: [a:1, b:2]\n"))
                .settings(List.of("cluster.members="))
                .load();
        assertThat(none.cluster().members().orElse(List.of())).isEmpty();
    }

    @Test
    void unknownKeyIsRefusedWithASuggestion() {
        refused(new ConfigLoader(), "rtmp.prot=1", "--set: unknown key rtmp.prot (did you mean rtmp.port?)");
        refused(
                new ConfigLoader(),
                "headwater.rtmp.port=1",
                "--set: unknown key headwater.rtmp.port (did you mean rtmp.port?)");
        refused(new ConfigLoader(), "nonsense=1", "--set: unknown key nonsense");
        refused(new ConfigLoader(), "rtmp=1", "--set: unknown key rtmp");
        assertThatThrownBy(() -> new ConfigLoader().environment(Map.of("HEADWATER_RTMP_PROT", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the environment: unknown key HEADWATER_RTMP_PROT (did you mean HEADWATER_RTMP_PORT?)");
        var file = file("cluster:\n  member: [a:1]\n");
        assertThatThrownBy(() -> new ConfigLoader().file(file))
                .hasMessage(file + ": unknown key cluster.member (did you mean cluster.members?)");
        var nested = file("cluster:\n  members:\n  - host: a\n");
        assertThatThrownBy(() -> new ConfigLoader().file(nested).load())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster.members");
    }

    @Test
    void keysOfAnAppHoldForThatAppAlone() {
        var config = new ConfigLoader()
                .file(file("""
                        fanout:
                          max-delay: 10ms
                        apps:
                          live:
                            fanout:
                              max-delay: 100ms
                              max-stretch: 1s
                          a.b/c:
                            fanout.max-stretch: 2s
                        apps.täglich.fanout.max-delay: 0s
                        """))
                .environment(Map.of("HEADWATER_FANOUT_MAX_DELAY", "20ms"))
                .settings(List.of(
                        "apps.live.fanout.max-delay=300ms",
                        "apps.\"a.b/c\".fanout.max-delay=4s",
                        "apps.x.y.fanout.max-delay=5s"))
                .load();
        assertThat(config.fanout().maxDelay()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.fanout().maxStretch()).isEqualTo(Duration.ofMillis(350));
        assertThat(config.apps().keySet()).containsExactlyInAnyOrder("live", "a.b/c", "täglich", "x.y");
        assertThat(fanout(config, "live")).containsExactly(Duration.ofMillis(300), Duration.ofSeconds(1));
        assertThat(fanout(config, "a.b/c")).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(2));
        assertThat(fanout(config, "täglich")).containsExactly(Duration.ZERO, Duration.ofMillis(350));
        assertThat(fanout(config, "x.y")).containsExactly(Duration.ofSeconds(5), Duration.ofMillis(350));
    }

    private static List<Duration> fanout(NodeConfig config, String app) {
        var fanout = Optional.ofNullable(config.apps().get(app)).orElseThrow().fanout();
        return List.of(fanout.maxDelay(), fanout.maxStretch());
    }

    @Test
    void whatIsSetForAnAppInALowSourceStandsAboveWhatIsSetForAllInAHighOne() {
        var config = new ConfigLoader()
                .file(file("apps:\n  live:\n    fanout:\n      max-delay: 1s\n"))
                .settings(List.of("fanout.max-delay=0s", "fanout.max-stretch=0s"))
                .load();
        assertThat(fanout(config, "live")).containsExactly(Duration.ofSeconds(1), Duration.ZERO);
    }

    @Test
    void keysOfAnAppAreCheckedLikeAllOthers() {
        refused(
                new ConfigLoader(),
                "apps.live.fanout.max-delya=1s",
                "--set: unknown key apps.live.fanout.max-delya (did you mean apps.live.fanout.max-delay?)");
        refused(
                new ConfigLoader(),
                "app.a.b.fanout.max-delay=1s",
                "--set: unknown key app.a.b.fanout.max-delay (did you mean apps.\"a.b\".fanout.max-delay?)");
        refused(new ConfigLoader(), "apps.live=1s", "--set: unknown key apps.live");
        refused(
                new ConfigLoader(),
                "apps.fanout.max-delay=1s",
                "--set: unknown key apps.fanout.max-delay (did you mean fanout.max-delay?)");
        refused(new ConfigLoader(), "apps.live.rtmp.port=1", "--set: unknown key apps.live.rtmp.port");
        refused(
                new ConfigLoader(),
                "apps.li ve.fanout.max-delay=1s",
                "--set: apps.li ve.fanout.max-delay names no app: stream app has the character U+0020");
        refused(
                new ConfigLoader(),
                "apps.live.fanout.max-delay=6s",
                "apps.live.fanout.max-delay=6s (from --set): expected 0s to 5s");
        var file = file("apps:\n  a.b:\n    fanout:\n      max-stretch: soon\n");
        assertThatThrownBy(() -> new ConfigLoader().file(file).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage("apps.\"a.b\".fanout.max-stretch=soon (from " + file
                        + "): expected a duration such as 500ms, 4s, 2m or 1h");
        assertThatThrownBy(() -> new ConfigLoader().environment(Map.of("HEADWATER_APPS_LIVE_FANOUT_MAX_DELAY", "1s")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the environment: unknown key HEADWATER_APPS_LIVE_FANOUT_MAX_DELAY"
                        + " (a variable cannot name an app: use the file or --set)");
    }

    @Test
    void recordingsNeedAFolder() {
        refused(
                new ConfigLoader(),
                "apps.live.record.container=flv",
                "streams are to be recorded, and record.folder does not say where: set it");
        var config = ConfigLoader.of("apps.live.record.container=flv", "record.folder=/rec", "record.keep-free=3GiB");
        assertThat(config.record().container()).isEqualTo(RecordContainer.OFF);
        assertThat(Objects.requireNonNull(config.apps().get("live")).record().container())
                .isEqualTo(RecordContainer.FLV);
        assertThat(config.record().keepFree()).isEqualTo(3L << 30);
    }

    @Test
    void variablesOfTheLauncherAndOfKubernetesServicesAreNoKeys() {
        var config = new ConfigLoader()
                .environment(Map.of(
                        "HEADWATER_HOME", "/opt/headwater",
                        "HEADWATER_JAVA_OPTS", "-Xmx1g",
                        "HEADWATER_CONFIG", "x.yaml",
                        "HEADWATER_RTMP_SERVICE_HOST", "10.0.0.1",
                        "HEADWATER_RTMP_SERVICE_PORT", "1935",
                        "HEADWATER_RTMP_SERVICE_PORT_RTMP", "1935",
                        "HEADWATER_RTMP_PORT", "tcp://10.0.0.1:1935",
                        "HEADWATER_RTMP_PORT_1935_TCP", "tcp://10.0.0.1:1935",
                        "HEADWATER_RTMP_PORT_1935_TCP_ADDR", "10.0.0.1",
                        "HEADWATER_PORT", "tcp://10.0.0.1:1935"))
                .load();
        assertThat(config.rtmp().port()).isEqualTo(1935);
    }

    @Test
    void badValueNamesKeyValueSourceAndLimit() {
        refused(new ConfigLoader(), "rtmp.port=70000", "rtmp.port=70000 (from --set): expected 0 to 65535");
        refused(new ConfigLoader(), "rtmp.port=abc", "rtmp.port=abc (from --set): expected a whole number");
        refused(new ConfigLoader(), "rtmp.port=", "rtmp.port= (from --set): expected a whole number");
        refused(
                new ConfigLoader(),
                "node.zone=",
                "node.zone= (from --set): expected 1 to 128 letters, digits, dots, dashes or underscores");
        refused(
                new ConfigLoader(),
                "play.hold=30",
                "play.hold=30 (from --set): expected a duration such as 500ms, 4s, 2m or 1h");
        refused(new ConfigLoader(), "play.hold=11m", "play.hold=11m (from --set): expected 0s to 10m");
        refused(
                new ConfigLoader(),
                "player.queue-bytes=8MB",
                "player.queue-bytes=8MB (from --set): expected a size in bytes such as 65536, 64KiB or 8MiB");
        refused(
                new ConfigLoader(),
                "auth.publish=opne",
                "auth.publish=opne (from --set): expected one or more of refuse, open, signed, jwt, keys, adobe, hook (did you mean open?)");
        refused(
                new ConfigLoader(),
                "cluster.members=origin-0",
                "cluster.members=origin-0 (from --set): expected members as host:port, separated by commas");
        refused(
                new ConfigLoader(),
                "node.host=rtmp://x",
                "node.host=rtmp://x (from --set): expected a host name or an address, without scheme and port");
        refused(new ConfigLoader(), "rtmp.port", "--set rtmp.port: expected key=value");
        assertThatThrownBy(() -> new ConfigLoader()
                        .environment(Map.of("HEADWATER_RTMP_PORT", "x"))
                        .load())
                .hasMessage("rtmp.port=x (from HEADWATER_RTMP_PORT): expected a whole number");
        var file = file("rtmp:\n  port: x\n");
        assertThatThrownBy(() -> new ConfigLoader().file(file).load())
                .hasMessage("rtmp.port=x (from " + file + "): expected a whole number");
    }

    @Test
    void rulesBetweenKeysAreChecked() {
        refused(
                new ConfigLoader(),
                "http.port=1935",
                "rtmp.port and http.port are both 1935: expected different ports");
        refused(
                new ConfigLoader(),
                "cluster.record-life=1s",
                "cluster.announce-interval=2000ms is not below cluster.record-life=1000ms");
        refused(
                new ConfigLoader().environment(Map.of("HEADWATER_CLUSTER_MEMBERS", "a:5701")),
                "cluster.dns-name=cluster.example",
                "cluster.dns-name and cluster.members both say where the others are: set one");
        refused(
                new ConfigLoader(),
                "http.cors-origins=*,https://a",
                "http.cors-origins=*,https://a: * is every page, so what else is named has no meaning: leave one or the other out");
        var free = ConfigLoader.of("rtmp.port=0", "relay.port=0", "http.port=0");
        assertThat(free.http().port()).isZero();
    }

    @Test
    void unusableFileIsToldInOneLine() {
        var missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> new ConfigLoader().file(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such configuration file");
        for (String text :
                List.of("just words", "- a\n- b\n", "rtmp: {port: 1\n", "rtmp:\n\tport: 1\n", "1935: {2: 3}\n")) {
            var file = file(text);
            assertThatThrownBy(() -> new ConfigLoader().file(file))
                    .as(text)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void fileOfCommentsAndEmptyGroupsChangesNothing() {
        var config = new ConfigLoader()
                .file(file("---\n# nothing yet\nrtmp:\n  port:\n"))
                .load();
        assertThat(config.rtmp().port()).isEqualTo(1935);
    }

    private static void refused(ConfigLoader loader, String setting, String message) {
        assertThatThrownBy(() -> loader.settings(List.of(setting)).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private Path file(String text) {
        try {
            return Files.writeString(Files.createTempFile(folder, "headwater", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
