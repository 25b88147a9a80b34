package dev.headwater.server.flv;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.http.RawHttp;
import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.Payloads;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** FLV by HTTP as players get it, over real sockets. */
class HttpFlvTest {
    private static final byte[] KEY = Payloads.avcKeyFrame(1);
    private static final byte[] INTER = Payloads.avcInterFrame(2);
    private static final byte[] SOUND = Payloads.aacFrame(3);

    private final FlvRig rig = new FlvRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private RawHttp asked(String request) {
        return new RawHttp(rig.port()).say(request);
    }

    private RawHttp playing(String name) {
        var client = asked("GET /live/" + name + ".flv HTTP/1.1|Host: h||");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        return client;
    }

    private FlvRig.Broadcast show() {
        return rig.broadcast("show").send(VIDEO, 0, KEY).send(AUDIO, 20, SOUND);
    }

    private static FlvInput flv(RawHttp client) {
        return new FlvInput(new ChunkedInput(client.in()));
    }

    @Test
    void aPlayerGetsHeaderMetadataConfigurationsTheGroupOfPicturesAndWhatFollows() {
        var show = show();
        try (var client = asked("GET /live/show.flv HTTP/1.1|Host: h|Range: bytes=5-||")) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-type: video/x-flv")
                    .containsIgnoringCase("transfer-encoding: chunked")
                    .containsIgnoringCase("cache-control: no-cache, no-store")
                    .doesNotContainIgnoringCase("content-length");
            var flv = flv(client);
            assertThat(flv.flags()).isEqualTo(5);
            flv.expect(DATA, 0, Payloads.onMetaData())
                    .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                    .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                    .expect(VIDEO, 0, KEY)
                    .expect(AUDIO, 20, SOUND);
            show.send(VIDEO, 40, INTER);
            flv.expect(VIDEO, 40, INTER);
        }
    }

    @Test
    void theEndOfTheStreamIsTheLastChunkAndTheConnectionServesOn() {
        var show = show();
        try (var client = playing("show")) {
            var body = new ChunkedInput(client.in());
            var flv = new FlvInput(body);
            flv.expect(DATA, 0, Payloads.onMetaData());
            show.end();
            while (flv.next().isPresent()) {
                assertThat(body.ended()).isFalse();
            }
            assertThat(body.ended()).isTrue();
            assertThat(client.say("HEAD /live/show.flv HTTP/1.1|Host: h||").head())
                    .startsWith("HTTP/1.1 200 ");
        }
        await().until(() -> rig.metrics.http.players() == 0);
    }

    @Test
    void aClientOfHttp10GetsItRawUntilTheConnectionCloses() {
        var show = show();
        try (var client = asked("GET /live/show.flv HTTP/1.0||")) {
            assertThat(client.head())
                    .startsWith("HTTP/1.0 200 ")
                    .doesNotContainIgnoringCase("chunked")
                    .doesNotContainIgnoringCase("keep-alive");
            var flv = new FlvInput(client.in());
            flv.expect(DATA, 0, Payloads.onMetaData());
            show.end();
            while (flv.next().isPresent()) {
                assertThat(flv.flags()).isEqualTo(5);
            }
        }
    }

    @Test
    void aNodeThatStopsSendsTheLastChunk() {
        show();
        try (var client = playing("show")) {
            var body = new ChunkedInput(client.in());
            var flv = new FlvInput(body);
            flv.expect(DATA, 0, Payloads.onMetaData());
            rig.stop();
            while (flv.next().isPresent()) {
                assertThat(body.ended()).isFalse();
            }
            assertThat(body.ended()).isTrue();
        }
        assertThat(rig.metrics.http.players()).isZero();
    }

    @Test
    void aClientOfHttp10HearsTheEndThoughItWouldKeepTheConnection() {
        var show = show();
        try (var client = asked("GET /live/show.flv HTTP/1.0|Connection: keep-alive||")) {
            assertThat(client.head())
                    .containsIgnoringCase("connection: close")
                    .doesNotContainIgnoringCase("keep-alive");
            var flv = new FlvInput(client.in());
            flv.expect(DATA, 0, Payloads.onMetaData());
            show.end();
            while (flv.next().isPresent()) {
                assertThat(flv.flags()).isEqualTo(5);
            }
        }
    }

    @Test
    void onlyOneTrackIsSentToWhoWantsNoMore() {
        var show = show();
        try (var client = asked("GET /live/show.flv?only=audio HTTP/1.1|Host: h||")) {
            client.head();
            var flv = flv(client);
            assertThat(flv.flags()).isEqualTo(4);
            flv.expect(DATA, 0, Payloads.onMetaData())
                    .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                    .expect(AUDIO, 20, SOUND);
            show.send(VIDEO, 40, INTER).send(AUDIO, 43, SOUND);
            flv.expect(AUDIO, 43, SOUND);
        }
        try (var client = asked("GET /live/show.flv?only=video HTTP/1.1|Host: h||")) {
            client.head();
            var flv = flv(client);
            assertThat(flv.flags()).isEqualTo(1);
            flv.expect(DATA, 0, Payloads.onMetaData())
                    .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                    .expect(VIDEO, 0, KEY)
                    .expect(VIDEO, 40, INTER);
        }
    }

    @Test
    void theHeaderWaitsForTheTracksThatAreAboutToCome() {
        var show = rig.silentBroadcast("show");
        try (var client = playing("show")) {
            show.send(AUDIO, 0, Payloads.aacSequenceHeader());
            show.send(VIDEO, 0, Payloads.avcSequenceHeader()).send(VIDEO, 0, KEY);
            assertThat(flv(client).flags()).isEqualTo(5);
        }
        var radio = rig.silentBroadcast("radio");
        radio.send(AUDIO, 0, Payloads.aacSequenceHeader()).send(AUDIO, 0, SOUND);
        try (var client = playing("radio")) {
            assertThat(flv(client).flags()).isEqualTo(4);
        }
        rig.silentBroadcast("silence");
        try (var client = playing("silence")) {
            assertThat(flv(client).flags()).isEqualTo(5);
        }
    }

    @Test
    void playersAreListedAndCountedAndCanBeKicked() {
        show();
        try (var kicked = asked("GET /live/show.flv HTTP/1.1|Host: h|User-Agent: Tester/1||");
                var spared = playing("show")) {
            kicked.head();
            flv(spared).expect(DATA, 0, Payloads.onMetaData());
            flv(kicked).expect(DATA, 0, Payloads.onMetaData());
            assertThat(rig.metrics.http.plays(Protocol.HTTP_FLV).players.value())
                    .isEqualTo(2);
            var listed = rig.clients
                    .list(client -> client.software().equals("Tester/1"))
                    .await();
            assertThat(listed).singleElement().satisfies(client -> {
                assertThat(client.protocol()).isEqualTo(Protocol.HTTP_FLV);
                assertThat(client.uses()).extracting(ClientUse::key).containsExactly(new StreamKey("live", "show"));
                assertThat(client.uses().getFirst().bytes()).isPositive();
            });
            assertThat(rig.clients.kick(listed.getFirst().number()).await()).isTrue();
            await().until(() -> rig.metrics.http.players() == 1);
            assertThat(rig.clients.list(client -> true).await()).hasSize(1);
        }
        await().until(() -> rig.clients.count() == 0);
        assertThat(rig.metrics.http.players()).isZero();
        assertThat(rig.log.lines())
                .anyMatch(line -> line.matches("INFO connect http-flv peer=127\\.0\\.0\\.1:\\d+ id=\\w+"))
                .anyMatch(
                        line -> line.matches("INFO play http-flv peer=127\\.0\\.0\\.1:\\d+ stream=live/show id=\\w+.*"))
                .anyMatch(line -> line.startsWith("INFO stop http-flv ") && line.endsWith("reason=KICKED"));
    }

    @Test
    void whoAsksForWhatIsNotHearsSo() {
        for (String path : List.of(
                "/live/../../etc/passwd.flv",
                "/live/%2e%2e/%2e%2e/x.flv",
                "/.flv",
                "/live/.hidden.flv",
                "/live/show.flv?only=smell",
                "/live/show.flv?hevc=vp9")) {
            try (var client = asked("GET " + path + " HTTP/1.1|Host: h||")) {
                assertThat(client.head()).as(path).matches("(?s)HTTP/1.1 40[04] .*");
            }
        }
        try (var client = asked("GET /live/nobody.flv HTTP/1.1|Host: h||")) {
            assertThat(client.head()).startsWith("HTTP/1.1 404 ");
        }
        assertThat(rig.rejected("play_not_found")).isOne();
        await().until(() -> rig.clients.count() == 0);
    }

    @Test
    void headTellsTheHeadAlone() {
        show();
        try (var client = asked("HEAD /live/show.flv HTTP/1.1|Host: h||")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-type: video/x-flv");
            assertThat(client.say("OPTIONS /live/show.flv HTTP/1.1|Host: h||").head())
                    .startsWith("HTTP/1.1 204 ");
        }
        assertThat(rig.metrics.http.players()).isZero();
    }
}
