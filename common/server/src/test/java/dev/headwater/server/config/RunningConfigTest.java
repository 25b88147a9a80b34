package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.server.config.Configuration.Change;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningConfigTest {
    private static final String SECRET = "live/news sha256:" + "a".repeat(64);
    private static final String OTHER_SECRET = "live/news sha256:" + "b".repeat(64);

    private final Vertx vertx = Vertx.vertx();
    private final LogCapture log = LogCapture.of("dev.headwater");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        vertx.close().await();
        log.close();
    }

    private RunningConfig running(String yaml, String... settings) throws IOException {
        write(yaml);
        return RunningConfig.of(new ConfigSources(Optional.of(file()), Map.of(), List.of(settings)));
    }

    private Path file() {
        return folder.resolve("node.yaml");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file(), yaml);
    }

    private RunningConfig.Reloaded reload(RunningConfig running, String yaml) throws IOException {
        write(yaml);
        return running.reload(vertx).await();
    }

    @Test
    void whatMayChangeChanges() throws IOException {
        var running = running("play.wait: 1s\napps.live.fanout.max-delay: 5ms\n");
        var reloaded = reload(running, "play.wait: 2s\napps.live.auth.play: refuse\nlog.level: debug\n");
        assertThat(reloaded.changed())
                .containsExactly(
                        new Change("apps.live.auth.play", "not set", "refuse"),
                        new Change("apps.live.fanout.max-delay", "5ms", "not set"),
                        new Change("log.level", "info", "debug"),
                        new Change("play.wait", "1s", "2s"));
        assertThat(reloaded.needRestart()).isEmpty();
        assertThat(running.now().play().waitAtMost()).isEqualTo(Duration.ofSeconds(2));
        assertThat(running.now().apps()).containsOnlyKeys("live");
        assertThat(running.now().apps().get("live"))
                .isNotNull()
                .extracting(live -> live.fanout().maxDelay())
                .isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void whatCannotChangeStaysAndIsNamed() throws IOException {
        var running = running("rtmp.port: 1000\nplay.wait: 1s\n");
        String name = running.now().node().name();
        for (int i = 0; i < 2; i++) {
            var reloaded = reload(running, "rtmp.port: 2000\ncluster.members: [a:5701]\n");
            assertThat(reloaded.needRestart())
                    .containsExactly(
                            new Change("cluster.members", "not set", "a:5701"),
                            new Change("rtmp.port", "1000", "2000"));
            assertThat(reloaded.changed()).hasSize(i == 0 ? 1 : 0);
            assertThat(running.now().rtmp().port()).isEqualTo(1000);
            assertThat(running.now().cluster().members()).isEmpty();
            assertThat(running.now().node().name()).isEqualTo(name);
        }
        assertThat(log.warnings())
                .allMatch(line -> line.contains("only by a restart: ") && line.contains("1000 -> 2000"));
        assertThat(reload(running, "rtmp.port: 1000").needRestart()).isEmpty();
    }

    @Test
    void whatOpensPortsChangesWhileItIsSet() throws IOException {
        var running = running("");
        var first = "tls.certificates: [a.pem b.pem]\n";
        assertThat(reload(running, first).needRestart())
                .containsExactly(new Change("tls.certificates", "not set", "a.pem b.pem"));
        assertThat(running.now().tls().certificates()).isEmpty();
        running = running(first);
        assertThat(reload(running, "tls.certificates: [a.pem b.pem, c.pem d.pem]\n")
                        .changed())
                .containsExactly(new Change("tls.certificates", "a.pem b.pem", "a.pem b.pem,c.pem d.pem"));
        assertThat(running.now().tls().certificates().orElseThrow()).hasSize(2);
        assertThat(reload(running, "").needRestart())
                .containsExactly(new Change("tls.certificates", "a.pem b.pem,c.pem d.pem", "not set"));
        assertThat(running.now().tls().certificates()).isPresent();
    }

    @Test
    void aWrongFileChangesNothingAndSaysWhy() throws IOException {
        var running = running("play.wait: 1s\n");
        var before = running.now();
        for (String wrong : List.of("play.wait: 2 s s", "play.wiat: 2s", "play: [", "http.port: 1935")) {
            assertThatThrownBy(() -> reload(running, "log.level: debug\n" + wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageMatching(".*(play.wait|play.wiat|line 2|line 3|rtmp.port).*");
            assertThat(running.now()).isSameAs(before);
        }
        Files.delete(file());
        assertThatThrownBy(() -> running.reload(vertx).await()).hasMessageEndingWith("no such configuration file");
        assertThat(log.warnings()).hasSize(5).allMatch(line -> line.startsWith("configuration not changed"));
    }

    @Test
    void aFollowerThatCannotLiveByItStopsAll() throws IOException {
        var running = running("play.wait: 1s\n");
        var done = new ArrayList<String>();
        running.follow(next -> Future.succeededFuture(() -> done.add("first")));
        running.follow(next -> next.play().waitAtMost().toSeconds() > 1
                ? Future.failedFuture("too long for me")
                : Future.succeededFuture(() -> done.add("second")));
        assertThatThrownBy(() -> reload(running, "play.wait: 2s\n")).hasMessage("too long for me");
        assertThat(done).isEmpty();
        assertThat(running.now().play().waitAtMost()).isEqualTo(Duration.ofSeconds(1));
        reload(running, "play.wait: 500ms\n");
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aSecretThatChangesIsNotShown() throws IOException {
        var running = running("auth.keys: ['" + SECRET + "']\n");
        assertThat(reload(running, "auth.keys: ['" + OTHER_SECRET + "']\n").changed())
                .containsExactly(new Change("auth.keys", "...", "..."));
        assertThat(log.lines()).noneMatch(line -> line.contains("sha256"));
    }

    @Test
    void higherSourcesGoOnToHold() throws IOException {
        var running = running("play.wait: 1s\n", "play.wait=3s");
        assertThat(reload(running, "play.wait: 2s\n").changed()).isEmpty();
        assertThat(running.settings())
                .filteredOn(setting -> setting.key().equals("play.wait"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.source()).isEqualTo("--set");
                    assertThat(setting.shown()).contains("3s");
                });
    }

    @Test
    void reloadsAtTheSameTimeTakeTurns() throws IOException {
        var running = running("play.wait: 1s\n");
        write("play.wait: 2s\n");
        var all = IntStream.range(0, 20).mapToObj(i -> running.reload(vertx)).toList();
        Future.all(all).await();
        assertThat(all).filteredOn(each -> !each.result().changed().isEmpty()).hasSize(1);
    }

    @Test
    void whatIsDerivedIsMadeOnceForEachConfiguration() throws IOException {
        var running = running("play.wait: 1s\n");
        var derived = running.derived(
                config -> new StringBuilder(config.play().waitAtMost().toString()));
        var first = derived.get();
        assertThat(derived.get()).isSameAs(first);
        reload(running, "play.wait: 2s\n");
        assertThat(derived.get()).isNotSameAs(first).hasToString("PT2S");
    }

    @Test
    void whatIsDerivedOfAPartOutlivesAChangeOfAnother() throws IOException {
        var running = running("play.wait: 1s\n");
        var derived = running.derived(config -> config.play().waitAtMost(), wait -> new StringBuilder(wait.toString()));
        var first = derived.get();
        reload(running, "play.wait: 1s\nlog.level: debug\n");
        assertThat(derived.get()).isSameAs(first);
        reload(running, "play.wait: 2s\n");
        assertThat(derived.get()).isNotSameAs(first).hasToString("PT2S");
    }
}
