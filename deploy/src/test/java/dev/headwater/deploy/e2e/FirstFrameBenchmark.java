package dev.headwater.deploy.e2e;

import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long a player of a running stream waits for its first picture, on loopback: through an edge that has the stream
 * and through one that must pull it first. Asserts nothing; docs/performance.md says how to run it.
 */
class FirstFrameBenchmark {
    private static final int RUNS = 50;
    private static final int WARM_UP_RUNS = 10;
    private static final String STREAM = "first-frame";
    private static final int KEY_FRAME = 1; // frame type, the upper half of a video tag's first byte
    private static final int CODED_FRAMES = 1;

    /** Of one player: from the TCP connect, and from the play command, to the first key frame. */
    private record Sample(Duration sinceConnect, Duration sincePlay) {}

    @Test
    void firstFrame() {
        try (var cluster = new LiveCluster("play.linger=0s")) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            try (var _ = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url(STREAM))) {
                await().atMost(ScriptedPeer.PATIENCE).until(() -> edge.streams().size() == 1);
                report(
                        "cold edge",
                        measure(
                                edge,
                                () -> await().atMost(ScriptedPeer.PATIENCE)
                                        .until(() -> edge.metric("headwater_pulls") == 0)));
                try (var keepsItWarm = Viewer.of(edge, STREAM)) {
                    keepsItWarm.peer().awaitMedia();
                    report("warm edge", measure(edge, () -> {}));
                }
            }
        }
    }

    private static List<Sample> measure(LiveNode edge, Runnable before) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < WARM_UP_RUNS + RUNS; i++) {
            before.run();
            var sample = play(edge);
            if (i >= WARM_UP_RUNS) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private static Sample play(LiveNode edge) {
        long connecting = System.nanoTime();
        try (var peer = edge.client()) {
            int stream = peer.createStream();
            long playing = System.nanoTime();
            peer.command(stream, "play", 3, null, STREAM, -2000);
            peer.await("a key frame", FirstFrameBenchmark::isKeyFrame);
            long seen = System.nanoTime();
            return new Sample(Duration.ofNanos(seen - connecting), Duration.ofNanos(seen - playing));
        }
    }

    private static boolean isKeyFrame(Message message) {
        return message.type() == Message.VIDEO
                && message.payload()[0] >> 4 == KEY_FRAME
                && message.payload()[1] == CODED_FRAMES;
    }

    private static void report(String edge, List<Sample> samples) {
        print(edge, "connect", samples.stream().map(Sample::sinceConnect).toList());
        print(edge, "play", samples.stream().map(Sample::sincePlay).toList());
    }

    private static void print(String edge, String from, List<Duration> times) {
        var sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        System.out.printf(
                "%s, from %-7s to the first key frame, %d runs: median %.1f ms, p90 %.1f ms, max %.1f ms%n",
                edge,
                from,
                sorted.size(),
                ms(sorted.get(sorted.size() / 2)),
                ms(sorted.get(sorted.size() * 9 / 10)),
                ms(sorted.getLast()));
    }

    private static double ms(Duration time) {
        return time.toNanos() / 1e6;
    }
}
