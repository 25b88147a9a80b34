package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.HlsRules;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Playlists of an edge while what is behind it changes: a player that reloads them goes on. */
class HlsSurvivesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A player that reloads both playlists, as the rules of the RFC allow. */
    private static final class Reloading {
        private final HlsClient client;
        private final List<URI> uris;
        private final List<HlsRules> rules = new ArrayList<>();
        private final List<HlsPlaylist> now = new ArrayList<>();
        private final List<Long> begun;

        Reloading(HlsClient client, String path) {
            this.client = client;
            this.uris = client.playlists(path);
            uris.forEach(uri -> rules.add(new HlsRules()));
            reload();
            begun = behind();
        }

        final void reload() {
            now.clear();
            for (int i = 0; i < uris.size(); i++) {
                now.add(rules.get(i).read(client.text(uris.get(i))));
            }
        }

        long last() {
            return now.stream().mapToLong(HlsPlaylist::lastNumber).min().orElseThrow();
        }

        /** The discontinuity that the newest segment is behind, of each playlist. */
        private List<Long> behind() {
            return now.stream()
                    .map(playlist -> playlist.segments().getLast().discontinuity())
                    .toList();
        }

        void awaitDiscontinuity() {
            await("a discontinuity").atMost(PATIENCE).until(() -> {
                reload();
                return !behind().equals(begun);
            });
        }

        void sawOneDiscontinuityInEachPlaylist() {
            assertThat(begun).hasSize(2).containsOnly(begun.getFirst());
            assertThat(behind()).hasSize(2).containsOnly(begun.getFirst() + 1);
        }

        void awaitMore(int segments) {
            long from = last();
            await("segments after " + from).atMost(PATIENCE).until(() -> {
                reload();
                return last() >= from + segments
                        && now.stream()
                                .noneMatch(list -> list.segments().getLast().gap());
            });
        }

        void obeyedTheRules() {
            assertThat(rules).allSatisfy(rule -> assertThat(rule.broken()).isEmpty());
        }
    }

    @Test
    void theOriginDiesAndThePlaylistGoesOn() {
        try (var cluster = new LiveCluster();
                var doomed = NodeProcess.start("origin", cluster.settings("doomed"))) {
            NodeProcess.port(doomed);
            var ingest = cluster.edge();
            var far = cluster.edge();
            await("the edge knows the origin").atMost(PATIENCE).until(() -> ingest.knows("doomed"));
            try (var ffmpeg = Ffmpeg.shipped().publish(Clip.H264_AAC, ingest.url("kept"))) {
                await("published").atMost(PATIENCE).until(() -> far.streams().contains("kept@doomed"));
                var player = new Reloading(new HlsClient(far), "/live/kept.m3u8");
                player.awaitMore(2);
                var survivor = cluster.origin();
                await("the edge knows the survivor").atMost(PATIENCE).until(() -> ingest.knows(survivor));
                doomed.kill();
                player.awaitDiscontinuity();
                player.awaitMore(3);
                player.sawOneDiscontinuityInEachPlaylist();
                player.obeyedTheRules();
                assertThat(ffmpeg.isRunning()).as(ffmpeg::output).isTrue();
            }
        }
    }

    @Test
    void anotherCodecIsOneDiscontinuity() {
        Clip.HEVC_AAC.file();
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
            try (var first = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("codecs"))) {
                await("published")
                        .atMost(PATIENCE)
                        .until(() -> edge.streams()
                                .contains("codecs@" + origin.node().name()));
                var player = new Reloading(new HlsClient(edge), "/live/codecs.m3u8");
                player.awaitMore(2);
                assertThat(first.isRunning()).isTrue();
                try (var second = Ffmpeg.shipped().publish(Clip.HEVC_AAC, origin.url("codecs"))) {
                    player.awaitDiscontinuity();
                    player.awaitMore(3);
                    player.sawOneDiscontinuityInEachPlaylist();
                    player.obeyedTheRules();
                    assertThat(second.isRunning()).isTrue();
                }
            }
        }
    }
}
