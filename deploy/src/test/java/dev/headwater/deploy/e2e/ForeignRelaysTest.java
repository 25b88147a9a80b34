package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays between two clusters that know nothing of each other. */
class ForeignRelaysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aPushIsPlayedThereAndOutlivesItsOwner(@TempDir Path folder) throws Exception {
        try (var elsewhere = new LiveCluster();
                var log = LogCapture.of("dev.headwater")) {
            var foreign = elsewhere.origin();
            var relay = "relays.push=copy live/show " + foreign.url("secret-key") + "?token=secret-token";
            try (var here = new LiveCluster(relay);
                    var doomed = NodeProcess.start("origin", here.settings("doomed"))) {
                NodeProcess.port(doomed);
                await("the relay has an owner")
                        .atMost(PATIENCE)
                        .until(() -> doomed.output().contains("relay=copy is this node's"));
                var survivor = here.origin();
                try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, survivor.url("show"));
                        var watch = Executors.newSingleThreadScheduledExecutor()) {
                    var most = new AtomicLong();
                    var _ = watch.scheduleAtFixedRate(
                            () -> most.accumulateAndGet(
                                    foreign.metrics().rtmp.publishers.value(), Math::max),
                            0,
                            1,
                            TimeUnit.MILLISECONDS);
                    await("pushed")
                            .atMost(PATIENCE)
                            .until(() -> foreign.metrics().rtmp.publishers.value() == 1);
                    var recording = folder.resolve("pushed.flv");
                    try (var player =
                            Ffmpeg.shipped().record(foreign.url("secret-key"), Duration.ofSeconds(2), recording)) {
                        player.awaitSuccess(PATIENCE);
                    }
                    assertThat(recording).isNotEmptyFile();
                    assertThat(doomed.output()).contains("relay push=copy CONNECTING -> RUNNING");

                    doomed.kill();
                    await("gone")
                            .atMost(PATIENCE)
                            .until(() -> foreign.metrics().rtmp.publishers.value() == 0);
                    await("pushed by the other")
                            .atMost(PATIENCE)
                            .until(() -> foreign.metrics().rtmp.publishers.value() == 1);
                    await("as it says itself").atMost(PATIENCE).until(() -> isRunning(survivor, "copy"));
                    assertThat(most).as("pushes at any instant").hasValue(1);
                    assertThat(encoder.isRunning()).isTrue();
                    assertThat(doomed.output()).doesNotContain("secret");
                }
            }
            assertThat(log.warnings())
                    .filteredOn(line -> line.startsWith("relay"))
                    .noneMatch(line -> line.contains("secret"));
            assertThat(log.stackTraces()).isZero();
        }
    }

    @Test
    void aPullOutlivesItsOwnerAndItsPlayersStay() {
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            var relay = "relays.pull=cam live/fetched always " + foreign.url("original");
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"));
                    var here = new LiveCluster(relay, "play.wait=40s");
                    var doomed = NodeProcess.start("origin", here.settings("doomed"))) {
                NodeProcess.port(doomed);
                await("the relay runs")
                        .atMost(PATIENCE)
                        .until(() -> doomed.output().contains("relay pull=cam CONNECTING -> RUNNING"));
                var survivor = here.origin();
                var edge = here.edge();
                await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(survivor));
                try (var viewer = edge.client()) {
                    viewer.play("fetched");
                    viewer.awaitMedia();
                    doomed.kill();
                    await("pulled by the other").atMost(PATIENCE).until(() -> isRunning(survivor, "cam"));
                    int before = viewer.seen().size();
                    viewer.await("more", message -> viewer.seen().size() > before + 100);
                    assertThat(encoder.isRunning()).isTrue();
                }
            }
        }
    }

    @Test
    void aNodeThatDrainsHandsItsRelaysOverAtOnce() {
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            var relay = "relays.pull=cam live/fetched always " + foreign.url("original");
            try (var here = new LiveCluster(relay);
                    var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                var leaving = here.origin("shutdown.drain-timeout=60s");
                await("pulled").atMost(PATIENCE).until(() -> isRunning(leaving, "cam"));
                var next = here.origin();
                var edge = here.edge();
                await("the edge knows the stream")
                        .atMost(PATIENCE)
                        .until(() -> !edge.streams().isEmpty());
                try (var stays = leaving.client();
                        var viewer = edge.client()) {
                    stays.play("fetched");
                    viewer.play("fetched");
                    viewer.awaitMedia();
                    var stopped = leaving.stop();
                    await("pulled by the other").atMost(PATIENCE).until(() -> isRunning(next, "cam"));
                    await("its stream")
                            .atMost(PATIENCE)
                            .until(() -> edge.streams()
                                    .equals(List.of("fetched@" + next.node().name())));
                    int before = viewer.seen().size();
                    viewer.await("more", message -> viewer.seen().size() > before + 100);
                    assertThat(viewer.seen()).noneMatch(message -> message.isStatus("NetStream.Play.UnpublishNotify"));
                    assertThat(stopped.isComplete()).as("a player stays").isFalse();
                    assertThat(isRunning(leaving, "cam")).isFalse();
                    assertThat(encoder.isRunning()).isTrue();
                }
            }
        }
    }

    @Test
    void theLastNodeKeepsItsRelaysWhileItDrainsUntilAnotherComes() {
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            var relay = "relays.pull=cam live/fetched always " + foreign.url("original");
            try (var here = new LiveCluster(relay);
                    var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                var leaving = here.origin("shutdown.drain-timeout=60s");
                await("pulled").atMost(PATIENCE).until(() -> isRunning(leaving, "cam"));
                try (var viewer = leaving.client()) {
                    viewer.play("fetched");
                    viewer.awaitMedia();
                    var _ = leaving.stop();
                    int before = viewer.seen().size();
                    viewer.await("more", message -> viewer.seen().size() > before + 100);
                    assertThat(isRunning(leaving, "cam")).isTrue();

                    var next = here.origin();
                    await("pulled by the other").atMost(PATIENCE).until(() -> isRunning(next, "cam"));
                    assertThat(isRunning(leaving, "cam")).isFalse();
                }
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    @Test
    void aRelayThatIsAddedOutlivesTheNodeThatItWasAddedAtAndEndsWhenItIsRemoved() {
        try (var elsewhere = new LiveCluster();
                var log = LogCapture.of("dev.headwater")) {
            var foreign = elsewhere.origin();
            try (var here = new LiveCluster()) {
                var first = here.origin();
                var second = here.origin();
                var edge = here.edge();
                try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, second.url("show"))) {
                    assertThat(OperatorCommandsTest.Typed.at(
                                            first,
                                            "relays",
                                            "add",
                                            "push",
                                            "copy",
                                            "live/show",
                                            foreign.url("secret-key"))
                                    .out())
                            .isEqualToIgnoringNewLines("added relay=copy");
                    await("pushed")
                            .atMost(PATIENCE)
                            .until(() -> foreign.metrics().rtmp.publishers.value() == 1);
                    first.stop().await();
                    await("pushed by the other").atMost(PATIENCE).until(() -> isRunning(second, "copy"));
                    await("it is seen through the edge")
                            .atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(OperatorCommandsTest.Typed.at(edge, "relays")
                                            .lines())
                                    .last()
                                    .asString()
                                    .matches("copy +push +live/show +rtmp://127\\.0\\.0\\.1:\\d+ +added +running +"
                                            + second.node().name() + " +\\d+s +\\d+\\.\\d +-"));
                    assertThat(OperatorCommandsTest.Typed.at(edge, "relays", "remove", "copy")
                                    .out())
                            .isEqualToIgnoringNewLines("removed relay=copy");
                    await("ended")
                            .atMost(PATIENCE)
                            .until(() -> foreign.metrics().rtmp.publishers.value() == 0);
                    assertThat(OperatorCommandsTest.Typed.at(edge, "relays", "remove", "copy")
                                    .err())
                            .contains("404: no relay of this name was added: copy");
                    assertThat(encoder.isRunning()).isTrue();
                }
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("relay"))
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void aPushThatLeadsBackToItsOwnStreamIsRefusedAndTheBroadcasterStays() {
        try (var here = new LiveCluster()) {
            var origin = here.origin();
            var edge = here.edge();
            await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("show"))) {
                await("published")
                        .atMost(PATIENCE)
                        .until(() -> origin.metrics().rtmp.publishers.value() == 1);
                for (var way : List.of(origin, edge)) {
                    assertThat(OperatorCommandsTest.Typed.at(
                                            origin, "relays", "add", "push", "ring", "live/show", way.url("show"))
                                    .out())
                            .isEqualToIgnoringNewLines("added relay=ring");
                    await("refused").atMost(PATIENCE).until(() -> relay(edge).contains("leads back"));
                    assertThat(OperatorCommandsTest.Typed.at(origin, "relays", "remove", "ring")
                                    .out())
                            .isEqualToIgnoringNewLines("removed relay=ring");
                }
                assertThat(origin.metrics().takeoverClaims.count()).isZero();
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    private static String relay(LiveNode node) {
        return node.api("relays").encode();
    }

    private static boolean isRunning(LiveNode node, String relay) {
        return node.metric("headwater_relay_state", "relay=\"" + relay + "\"", "state=\"running\"") == 1;
    }

    @Test
    void aPullOnDemandComesWithTheFirstPlayAndGoesAfterTheLast() {
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            var relay = "relays.pull=cam live/fetched on-demand " + foreign.url("original");
            try (var here = new LiveCluster(relay, "play.linger=1s");
                    var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                var origin = here.origin();
                here.origin();
                var edge = here.edge();
                await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
                assertThat(foreign.metrics().rtmp.players()).isZero();
                try (var viewer = edge.client()) {
                    viewer.play("fetched");
                    viewer.awaitMedia();
                    assertThat(foreign.metrics().rtmp.players()).isOne();
                }
                await("let go")
                        .atMost(PATIENCE)
                        .until(() -> foreign.metrics().rtmp.players() == 0);
                await("the name is free")
                        .atMost(PATIENCE)
                        .until(() -> edge.streams().isEmpty());
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    @Test
    void aPullOnDemandGoesAfterTheLastPlayThoughAnOperatorLooksAtItsPicture(@TempDir Path folder) throws IOException {
        var decoder = folder.resolve("decoder"); // makes what begins as a JPEG does
        Files.writeString(decoder, "#!/bin/sh\ncat > /dev/null; printf '\\377\\330\\377'\n");
        Files.setPosixFilePermissions(decoder, PosixFilePermissions.fromString("rwx------"));
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            try (var here = new LiveCluster(
                            "relays.pull=cam live/fetched on-demand " + foreign.url("original"),
                            "play.linger=1s",
                            "thumbnail.ffmpeg=" + decoder,
                            "thumbnail.max-age=1s");
                    var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                var origin = here.origin();
                var edge = here.edge();
                await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
                try (var viewer = edge.client()) {
                    viewer.play("fetched");
                    viewer.awaitMedia();
                    await("its picture").atMost(PATIENCE).until(() -> hasPicture(edge, "fetched"));
                }
                await("let go, while he looks")
                        .atMost(PATIENCE)
                        .until(() -> !hasPicture(edge, "fetched")
                                && foreign.metrics().rtmp.players() == 0);
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    /** Asks for it as the dashboard does. */
    private static boolean hasPicture(LiveNode node, String stream) {
        return node.api("streams/live/" + stream + "/picture").containsKey("jpeg");
    }

    @Test
    void aCallbackOfNginxSendsPlayersToAnotherServerAndTheClusterPullsFromThereOnce() {
        try (var elsewhere = new LiveCluster()) {
            var foreign = elsewhere.origin();
            try (var callbacks = CallbackServer.answering(request -> Response.redirect(foreign.url("original")));
                    var here = new LiveCluster(
                            "auth.play=hook",
                            "hooks.format=nginx-rtmp",
                            "hooks.on-play=" + callbacks.url("/play"),
                            "relays.callback-loopback=allow",
                            "play.linger=1s",
                            "play.wait=40s");
                    var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                var origin = here.origin();
                var edge = here.edge();
                var unasked = here.edge("auth.play=open");
                await("the edges know the origin")
                        .atMost(PATIENCE)
                        .until(() -> edge.knows(origin) && unasked.knows(origin));
                try (var other = unasked.client()) {
                    try (var viewer = edge.client()) {
                        viewer.play("sent-on");
                        viewer.awaitMedia();
                        other.play("sent-on");
                        other.awaitMedia();
                        assertThat(foreign.metrics().rtmp.players()).isOne();
                        other.await("more", message -> other.seen().size() > 300);
                    }
                    int before = other.seen().size();
                    other.await(
                            "more, after the pull would have ended with the player whom the callback sent there",
                            message -> other.seen().size() > before + 600);
                }
                await("let go")
                        .atMost(PATIENCE)
                        .until(() -> foreign.metrics().rtmp.players() == 0);
                await("the relay is gone")
                        .atMost(PATIENCE)
                        .until(() -> origin.api("relays").getJsonArray("relays").isEmpty());
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }
}
