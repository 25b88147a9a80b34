package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The origin under a forwarded ffmpeg dies: ffmpeg keeps its connection, and a player at another edge goes on. */
class ForwardSurvivesTest {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardSurvivesTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void ffmpegKeepsItsConnectionAndThePlayerGoesOn() {
        try (var cluster = new LiveCluster();
                var doomed = NodeProcess.start("origin", cluster.settings("doomed"))) {
            NodeProcess.port(doomed);
            var ingest = cluster.edge();
            var far = cluster.edge();
            await("the edge knows the origin").atMost(PATIENCE).until(() -> ingest.knows("doomed"));
            try (var log = LogCapture.of("dev.headwater");
                    var ffmpeg = Ffmpeg.shipped().publish(Clip.H264_AAC, ingest.url("kept"));
                    var viewer = far.client()) {
                await("published").atMost(PATIENCE).until(() -> far.streams().contains("kept@doomed"));
                viewer.play("kept");
                viewer.awaitMedia();
                var survivor = cluster.origin();
                await("the edge knows the survivor").atMost(PATIENCE).until(() -> ingest.knows(survivor));
                var before = frames(viewer.seen()).size();
                viewer.await("more frames", message -> frames(viewer.seen()).size() > before + 50);

                doomed.kill();
                long longestNanos = 0;
                long lastNanos = System.nanoTime();
                int seen = frames(viewer.seen()).size();
                for (int more = 0; more < 200; ) {
                    viewer.next(PATIENCE);
                    int now = frames(viewer.seen()).size();
                    if (now > seen) {
                        longestNanos = Math.max(longestNanos, System.nanoTime() - lastNanos);
                        lastNanos = System.nanoTime();
                        more += now - seen;
                        seen = now;
                    }
                }
                LOG.warn(
                        "longest time without a frame at the player: {} ms",
                        TimeUnit.NANOSECONDS.toMillis(longestNanos));

                assertThat(ffmpeg.isRunning()).as(ffmpeg::output).isTrue();
                assertThat(ingest.metric("headwater_connection_accepted_total", "port=\"rtmp\""))
                        .as("connections of ffmpeg")
                        .isOne();
                assertThat(ingest.metric("headwater_forward_resumed_total")).isOne();
                assertThat(far.streams())
                        .containsExactly("kept@" + survivor.node().name());
                assertThat(viewer.seen()).noneMatch(message -> message.isStatus("NetStream.Play.UnpublishNotify"));
                for (int type : new int[] {Message.VIDEO, Message.AUDIO}) {
                    assertThat(frames(viewer.seen()).stream()
                                    .filter(message -> message.type() == type)
                                    .map(Message::timestampMs))
                            .isSorted()
                            .doesNotHaveDuplicates();
                }
                assertThat(viewer.seen().stream().filter(ForwardSurvivesTest::isHeader))
                        .as("headers, sent once")
                        .hasSize(2);
                assertThat(log.stackTraces()).isZero();
            }
        }
    }

    private static List<Message> frames(List<Message> messages) {
        return new ArrayList<>(messages.stream()
                .filter(message -> message.isMedia() && message.payload()[1] == 1)
                .toList());
    }

    private static boolean isHeader(Message message) {
        return message.isMedia() && message.payload()[1] == 0;
    }
}
