package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.admin.HostNames;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessPartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Vertx vertx = Vertx.vertx();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
    private final LogCapture log = LogCapture.of("dev.headwater");

    @TempDir
    private Path folder;

    private Path keys = Path.of("");

    @BeforeEach
    void file() {
        keys = folder.resolve("keys");
    }

    @AfterEach
    void close() {
        vertx.close().await();
        log.close();
    }

    private AccessPart part(String... settings) {
        return new AccessPart(
                new NodeRole.Surroundings(
                        RunningConfig.fixed(ConfigLoader.of(settings)),
                        vertx,
                        metrics,
                        Trace.NONE,
                        HeapWatch.ofThisProcess(() -> 0),
                        Map::of,
                        new ManagementServer.Access(List::of, HostNames.of(), status -> {}),
                        () -> {}),
                (stream, to) -> () -> {},
                (stream, from) -> false);
    }

    private static boolean admits(AccessPart part, String name) {
        var attempt = new Attempt(
                Action.PUBLISH,
                new StreamKey("live", name),
                "",
                new Client(InetAddress.getLoopbackAddress(), "", "", "", "", "", "", "", Trace.NONE));
        return part.access().authorise(attempt).await() instanceof Verdict.Allowed;
    }

    private void write(String text) throws IOException {
        Files.writeString(keys, text);
    }

    @Test
    void keysOfAFileAreReadAgainWhenItChanges() throws IOException {
        write("# for the studio\n\nlive/news " + SecretHash.of("the first key") + "\n");
        var part = part("auth.publish=keys", "auth.keys-file=" + keys, "auth.refusal-delay=0s");
        part.start().await();
        assertThat(admits(part, "thefirstkey")).isFalse();
        write("live/news " + SecretHash.of("thefirstkey"));
        await().atMost(PATIENCE).until(() -> admits(part, "thefirstkey"));
        write("live/news " + SecretHash.of("thesecondkey"));
        await().atMost(PATIENCE).until(() -> admits(part, "thesecondkey"));
        assertThat(admits(part, "thefirstkey")).isFalse();
        part.stop().await();
    }

    @Test
    void keysFromBeforeHoldWhenTheNewOnesAreWrong() throws IOException {
        write("live/news " + SecretHash.of("thefirstkey"));
        var part = part("auth.publish=keys", "auth.keys-file=" + keys, "auth.refusal-delay=0s");
        part.start().await();
        write("live/news thefirstkey");
        await().atMost(PATIENCE).until(() -> metrics.access.failedReloads.count() > 1);
        assertThat(admits(part, "thefirstkey")).isTrue();
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .startsWith(keys + ", line 1: expected sha256: and 64")
                .doesNotContain("thefirstkey");
        part.stop().await();
    }

    @Test
    void withoutItsFileTheNodeDoesNotStart() {
        var part = part("auth.publish=keys", "auth.keys-file=" + keys);
        assertThatThrownBy(() -> part.start().await()).hasMessage(keys + ": no such file");
    }

    @Test
    void keysThatCouldBeChangedOnTheirWayAreWarnedOf() {
        part("auth.jwt.jwks-url=http://127.0.0.1:1/jwks.json").start().await();
        assertThat(log.warnings())
                .anyMatch(line -> line.startsWith("auth.jwt.jwks-url=http://127.0.0.1:1/jwks.json is not https"));
    }

    @Test
    void whatHoldsIsSaidAtTheStart() {
        part().start().await();
        part("auth.publish=open").start().await();
        assertThat(log.warnings())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("auth.publish=refuse: nobody")
                                .contains("auth.publish=keys"),
                        line -> assertThat(line).startsWith("auth.publish=open: everybody"));
    }
}
