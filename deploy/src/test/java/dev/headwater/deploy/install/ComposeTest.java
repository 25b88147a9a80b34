package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.Configuration;
import dev.headwater.testkit.RunningProgram;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeTest {
    /** What the containers would find under /run/secrets. */
    @TempDir
    private static Path secrets;

    @BeforeAll
    static void makeSecrets() throws IOException {
        Files.copy(Path.of("secrets", "make"), secrets.resolve("make"));
        make(secrets);
    }

    private final JsonObject compose = Monitoring.yaml(Path.of("compose.yaml"));
    private final Map<String, JsonObject> services = compose.getJsonObject("services").stream()
            .collect(Collectors.toMap(Map.Entry::getKey, service -> (JsonObject) service.getValue()));

    @Test
    void twoOriginsAndThreeEdgesAreConfiguredAsNodesTakeIt() {
        assertThat(nodes().keySet()).containsExactlyInAnyOrder("origin-1", "origin-2", "edge-1", "edge-2", "edge-3");
        assertThat(nodes()).allSatisfy((name, service) -> {
            var node = configuration(service).node();
            assertThat(node.node().name()).isEqualTo(name);
            assertThat(service.getJsonArray("command")).containsExactly(name.replaceFirst("-.*", ""));
        });
    }

    @Test
    void relayClusterAndEventBusListenInTheNodesOwnNetworkAlone() {
        assertThat(network("nodes").getBoolean("internal")).isTrue();
        assertThat(services)
                .allSatisfy((name, service) -> assertThat(networksOf(service).contains("nodes"))
                        .as(name)
                        .isEqualTo(nodes().containsKey(name)));
        assertThat(nodes().values()).allSatisfy(service -> {
            var address =
                    service.getJsonObject("networks").getJsonObject("nodes").getString("ipv4_address");
            var node = configuration(service).node();
            assertThat(List.of(
                            node.node().host(),
                            node.cluster().host(),
                            node.relay().host()))
                    .containsOnly(address);
            assertThat(service.containsKey("ports")).as("open to the outside").isFalse();
        });
    }

    @Test
    void membersAndBalancerAreWhereNodesLookForThem() {
        var members = nodes().entrySet().stream()
                .filter(node -> node.getKey().startsWith("origin"))
                .map(node -> node.getValue().getJsonObject("environment").getString("HEADWATER_CLUSTER_HOST") + ":5701")
                .toList();
        var balancer = compose.getJsonObject("services").getJsonObject("haproxy");
        var address =
                balancer.getJsonObject("networks").getJsonObject("clients").getString("ipv4_address");

        assertThat(nodes().values()).allSatisfy(service -> {
            var environment = service.getJsonObject("environment");
            assertThat(environment.getString("HEADWATER_CLUSTER_MEMBERS").split(","))
                    .containsExactlyInAnyOrderElementsOf(members);
            assertThat(environment.getString("HEADWATER_RTMP_PROXIES")).isEqualTo(address);
            assertThat(environment.getString("HEADWATER_HTTP_PROXIES")).isEqualTo(address);
        });
    }

    @Test
    void nodesMayDoNothingAndHaveTheTimeThatADrainTakes() {
        assertThat(nodes().values()).allSatisfy(service -> {
            var shutdown = configuration(service).node().shutdown();
            assertThat(service.getBoolean("read_only")).isTrue();
            assertThat(service.getJsonArray("cap_drop")).containsExactly("ALL");
            assertThat(service.getJsonArray("security_opt")).containsExactly("no-new-privileges:true");
            assertThat(seconds(service.getString("stop_grace_period")))
                    .isGreaterThan(shutdown.drainTimeout().plus(shutdown.stopTimeout()));
        });
    }

    @Test
    void everyImageIsOfOneReleaseOrMadeHere() {
        assertThat(services).allSatisfy((name, service) -> {
            if (!service.containsKey("build")) {
                assertThat(service.getString("image")).as(name).matches("[a-z/]+:v?\\d+\\.\\d+[0-9a-z.-]*");
            }
        });
    }

    @Test
    void secretsAreFiles() {
        assertThat(compose.getJsonObject("secrets"))
                .allSatisfy(secret -> assertThat(((JsonObject) secret.getValue()).getString("file"))
                        .isEqualTo("./secrets/" + secret.getKey()));
        assertThat(nodes().values())
                .allSatisfy(service -> assertThat(configuration(service).settings())
                        .filteredOn(
                                setting -> setting.shown().filter("..."::equals).isPresent())
                        .isEmpty());
    }

    @Test
    void theirScriptMakesEverySecretOnce() throws IOException {
        var first = Files.readString(secrets.resolve("cluster-secret"));
        make(secrets);

        assertThat(compose.getJsonObject("secrets").fieldNames())
                .allSatisfy(secret -> assertThat(secrets.resolve(secret)).isNotEmptyFile());
        assertThat(first).matches("[0-9a-f]{64}").isEqualTo(Files.readString(secrets.resolve("cluster-secret")));
        assertThat(secrets.resolve("stream-keys")).content().matches("live/test sha256:[0-9a-f]{64}\n");
    }

    private static void make(Path folder) {
        try (var make =
                RunningProgram.start(List.of("bash", folder.resolve("make").toString()))) {
            make.awaitSuccess(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatItMountsIsThere() {
        assertThat(services.values().stream()
                        .flatMap(service -> service.getJsonArray("volumes", new JsonArray()).stream())
                        .map(volume -> String.valueOf(volume).split(":", -1)[0])
                        .filter(source -> source.startsWith("./")))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
    }

    private Map<String, JsonObject> nodes() {
        return services.entrySet().stream()
                .filter(service -> service.getValue().containsKey("build"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As the node reads it: an unknown key is an error. */
    private static Configuration configuration(JsonObject service) {
        var environment = service.getJsonObject("environment").stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> String.valueOf(entry.getValue()).replace("/run/secrets", secrets.toString())));
        return new ConfigSources(Optional.empty(), environment, List.of()).read();
    }

    private JsonObject network(String name) {
        return compose.getJsonObject("networks").getJsonObject(name);
    }

    private static List<String> networksOf(JsonObject service) {
        return service.getValue("networks") instanceof JsonArray names
                ? names.stream().map(String::valueOf).toList()
                : List.copyOf(service.getJsonObject("networks").fieldNames());
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }
}
