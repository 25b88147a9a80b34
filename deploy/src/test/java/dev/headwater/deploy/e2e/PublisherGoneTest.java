package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways in which a publisher leaves, and what its players at the origin and at an edge hear of it. */
class PublisherGoneTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int AGAIN = 100;
    private static final Duration HOLD = Duration.ofSeconds(3);
    private static final LiveCluster CLUSTER = new LiveCluster("publish.hold=" + HOLD.toSeconds() + "s");
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void fcUnpublishEndsTheStreamAtOnce() {
        goodbye("fc-unpublish", Encoder::fcUnpublish);
    }

    @Test
    void deleteStreamEndsTheStreamAtOnce() {
        goodbye("delete-stream", Encoder::deleteStream);
    }

    @Test
    void closedConnectionEndsTheStreamAfterTheHold() {
        vanish(origin, "closed", Encoder::vanish);
    }

    @Test
    void resetEndsTheStreamAfterTheHold() {
        vanish(origin, "reset", Encoder::reset);
    }

    @Test
    void silenceEndsTheStreamAfterTheHold() {
        var impatient = CLUSTER.origin("publish.silence-timeout=3s");
        vanish(impatient, "silent", encoder -> encoder.peer().awaitStatus("NetStream.Unpublish.Success"));
    }

    @Test
    void publisherWhoComesBackWithinTheHoldFindsItsPlayers() {
        var lost = Encoder.at(origin, "back", 0);
        try (var near = Viewer.of(origin, "back");
                var far = Viewer.of(edge, "back")) {
            near.awaitFrame(LAST);
            far.awaitFrame(LAST);
            lost.reset();
            try (var back = Encoder.at(origin, "back", AGAIN)) {
                near.awaitFrame(AGAIN + LAST);
                far.awaitFrame(AGAIN + LAST);
                int last = back.sendGop();
                for (Viewer viewer : new Viewer[] {near, far}) {
                    viewer.awaitFrame(last).assertGops(0, AGAIN, AGAIN + Encoder.GOP);
                    viewer.assertUndisturbed();
                }
            }
        }
    }

    private static void goodbye(String name, Consumer<Encoder> leave) {
        try (var encoder = Encoder.at(origin, name, 0);
                var near = Viewer.of(origin, name);
                var far = Viewer.of(edge, name)) {
            near.awaitFrame(LAST);
            far.awaitFrame(LAST);
            encoder.sendGop();
            leave.accept(encoder);
            for (Viewer viewer : new Viewer[] {near, far}) {
                viewer.awaitEnd();
                viewer.assertGops(0, Encoder.GOP);
            }
            assertGoneAndFreeAgain(name);
        }
    }

    private static void vanish(LiveNode at, String name, Consumer<Encoder> leave) {
        try (var encoder = Encoder.at(at, name, 0);
                var near = Viewer.of(at, name);
                var far = Viewer.of(edge, name)) {
            near.awaitFrame(LAST);
            far.awaitFrame(LAST);
            leave.accept(encoder);
            long gone = System.nanoTime();
            await("the name given up").until(() -> !isListed(name));
            near.awaitEnd();
            far.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - gone))
                    .as("players held for a publisher who may come back")
                    .isGreaterThan(HOLD.dividedBy(2));
            assertGoneAndFreeAgain(name);
        }
    }

    private static void assertGoneAndFreeAgain(String name) {
        await("the name given up").until(() -> !isListed(name));
        try (var again = Encoder.at(origin, name, AGAIN);
                var near = Viewer.of(origin, name);
                var far = Viewer.of(edge, name)) {
            near.awaitFrame(AGAIN + LAST).assertGops(AGAIN);
            far.awaitFrame(AGAIN + LAST).assertGops(AGAIN);
            assertThat(again.peer().seen()).noneMatch(message -> message.isStatus("NetStream.Publish.BadName"));
        }
    }

    private static boolean isListed(String name) {
        return Stream.of(origin, edge)
                .flatMap(node -> node.streams().stream())
                .anyMatch(record -> record.startsWith(name + "@"));
    }
}
