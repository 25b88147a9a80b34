package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Apps whose callback servers hang or are gone, under a crowd of publishers, beside an app whose server answers. */
class DeadCallbackServerTest {
    private static final Logger LOG = LoggerFactory.getLogger(DeadCallbackServerTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int A_SECOND = 50;
    private static final int PUBLISHES = 200;
    private static final int CONNECTIONS = 4;

    /** Whether {@code name} of {@code app} may be published, as its server says. */
    private static boolean publishes(LiveNode node, String app, String name) {
        try (var peer = ScriptedPeer.connected(node.rtmpPort(), app)) {
            peer.command(peer.createStream(), "publish", 3, null, name, "live");
            return peer.await(
                            "an answer",
                            message -> message.isStatus("NetStream.Publish.Start")
                                    || message.isStatus("NetStream.Publish.Denied"))
                    .isStatus("NetStream.Publish.Start");
        }
    }

    @Test
    @SuppressWarnings("try") // the server that hangs is closed before those who wait for it
    void holdsUpNoPublisherOfAnotherApp() {
        Queue<Long> warmUp = new ConcurrentLinkedQueue<>();
        Queue<Long> alone = new ConcurrentLinkedQueue<>();
        Queue<Long> beside = new ConcurrentLinkedQueue<>();
        Crowd<Queue<Long>> well;
        Crowd<List<String>> unlucky;
        try (var answers = CallbackServer.answering(request -> Response.of(200, "0"));
                var hangs = CallbackServer.answering(request -> Response.NEVER);
                var cluster = new LiveCluster(
                        "auth.publish=hook",
                        "auth.guess-burst=0",
                        "auth.refusal-delay=0s",
                        "publish.media-timeout=0s",
                        "hooks.format=srs",
                        "hooks.timeout=30s",
                        "hooks.connections=" + CONNECTIONS,
                        "hooks.breaker-failures=1000", // it is called all the time
                        "hooks.on-publish=" + answers.url("/"),
                        "apps.hung.hooks.on-publish=" + hangs.url("/"),
                        "apps.gone.hooks.on-publish=http://127.0.0.1:%d/".formatted(Ports.free()))) {
            var origin = cluster.origin();
            try (var publishers = new Crowd<>(A_SECOND, warmUp, (times, member) -> {
                long begunNanos = System.nanoTime();
                boolean published = publishes(origin, LiveNode.APP, "member-" + member);
                times.add(System.nanoTime() - begunNanos);
                return published;
            })) {
                well = publishers;
                publishers.awaitMore(PUBLISHES);
                publishers.use(alone);
                publishers.awaitMore(PUBLISHES);
                try (var refused = new Crowd<>(
                        A_SECOND,
                        List.of("hung", "gone"),
                        (apps, member) -> !publishes(origin, apps.get(member % apps.size()), "any"))) {
                    unlucky = refused;
                    await("all connections are taken of the one that hangs")
                            .atMost(PATIENCE)
                            .until(() -> hangs.requests().size() >= CONNECTIONS);
                    publishers.use(beside);
                    publishers.awaitMore(PUBLISHES);
                    hangs.close();
                }
            }
        }
        assertThat(well.refused()).isEmpty();
        assertThat(unlucky.refused()).as("let in by nobody").isEmpty();
        LOG.warn(
                "median of a publish: {} ms alone, {} ms beside dead callback servers",
                medianMs(alone),
                medianMs(beside));
    }

    /** @param nanos from the connect to the answer */
    private static long medianMs(Queue<Long> nanos) {
        var sorted = nanos.stream().sorted().toList();
        return TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() / 2));
    }
}
