package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.segment.Rendition;
import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.Payloads;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files of a stream as HTTP clients get them: playlists that wait for what comes, and segments. */
class FileAnswersTest extends ServedShow {
    @Test
    void whoPlaysWholeSegmentsHearsOfThemWhenHeMayStandBackFromTheEnd() {
        var asked = ask();
        play(2_000, 3_200);
        await("the first segments are made").until(() -> segments() > 0);
        play(3_200, 6_000);
        assertThat(HlsPlaylist.read(body(asked)).segments()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void picturesTooFarApartForPartsAreServedAsWholeSegmentsAre() {
        settings = inParts(500);
        play(2_000, 4_000, 200);
        var asked = ask(2_000);
        playUntil(asked::isDone, 200);
        assertThat(HlsPlaylist.read(body(asked)).segments()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(asked.join().body()).doesNotContain("#EXT-X-PART");
        assertThat(kept(asked.join())).contains("max-age=1");
    }

    @Test
    void whatIsLeftOfAShortStreamIsToldAtOnce() {
        var asked = ask();
        play(2_000, 3_200);
        await("the first segments are made").until(() -> segments() > 0);
        loop.submit(() -> stream.end(EndReason.UNPUBLISHED)).syncUninterruptibly();
        assertThat(body(asked)).contains("#EXT-X-ENDLIST");
    }

    @Test
    void whoWantsWholeSegmentsIsToldOfNoParts() {
        settings = LOW_LATENCY;
        assertThat(playlist()).contains("#EXT-X-PART");
        assertThat(get("1000/video.m3u8?low-latency=no").body())
                .doesNotContain("#EXT-X-PART")
                .doesNotContain("SERVER-CONTROL");
    }

    @Test
    void longPlaylistsAreCompressedForWhoTakesIt() {
        settings = LOW_LATENCY;
        playlist();
        playUntil(() -> segments() > 8, 40);
        var zipped = send(request("1000/video.m3u8").header("accept-encoding", "gzip"));
        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        var plain = get("1000/video.m3u8");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().allValues("vary")).contains("accept-encoding");
    }

    @Test
    void whatAnotherNodeMadeBeforeThisOneBeganIsNotWaitedFor() {
        assertThat(get("1000/video-0.m4s").statusCode())
                .as("whether or not something is here yet")
                .isEqualTo(404);
        awaitPackager();
        playUntil(() -> segments() > 8, 40);
        assertThat(get("1000/video-0.m4s").statusCode()).isEqualTo(404);
        assertThat(get("1000/video-0.0.m4s").statusCode()).isEqualTo(404);
        assertThat(get("1000/video-99.m4s").statusCode()).isEqualTo(404);
    }

    @Test
    void trackThatComesLaterHoldsNobodyUp() {
        playlist();
        loop.submit(() -> {
                    stream.publish(MediaFrame.of(FrameKind.AUDIO, playedMs, Payloads.aacSequenceHeader()));
                    for (int ms = playedMs; ms < playedMs + 900; ms += 20) {
                        stream.publish(MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(ms)));
                        if (ms % 40 == 0) {
                            publishPicture(ms);
                        }
                    }
                    stream.flush();
                })
                .syncUninterruptibly();
        await("its first segment has begun")
                .until(() -> rendition(Rendition.Kind.AUDIO)
                        .filter(audio -> audio.segments().isEmpty())
                        .isPresent());
        assertThat(get("1000/video.m3u8").statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/live/show.m3u8".formatted(port.port()))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyTakesThePlacesOfAllWhoWait() {
        settings = LOW_LATENCY;
        playlist();
        long next = rendition(Rendition.Kind.VIDEO).orElseThrow().lastNumber() + 2;
        var greedy = IntStream.range(0, 2 * MAX_WAITING)
                .mapToObj(i -> waiting("?low-latency=no", next))
                .toList();
        await("what is too much for one")
                .until(() -> greedy.stream()
                                .filter(asked -> asked.isDone() && asked.join().statusCode() == 503)
                                .count()
                        >= MAX_WAITING);
        var other = waiting("", next);
        playUntil(other::isDone, 40);
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(greedy.stream().filter(asked -> asked.join().statusCode() == 200))
                .as("a player has four at once, and a few may be one")
                .hasSizeGreaterThanOrEqualTo(8);
    }

    /** Waits for a segment to come as the player that he is by this query. */
    private CompletableFuture<HttpResponse<String>> waiting(String query, long number) {
        var path = "1000/video.m3u8%s_HLS_msn=%d".formatted(query.isEmpty() ? "?" : query + "&", number);
        return client.sendAsync(request(path).build(), BodyHandlers.ofString());
    }

    /** As they would be if dates went on from the first frame, since these frames come faster than they last. */
    @Test
    void datesAreNotAheadOfTheClock() {
        playlist();
        playUntil(() -> segments() > 12, 40);
        var newest = HlsPlaylist.read(get("1000/video.m3u8").body()).segments().getLast();
        assertThat(newest.time().orElseThrow()).isBefore(Instant.now());
    }

    @Test
    void ourOwnFaultIsCountedAndItsLineTellsNoNameOfAStream() {
        settings = null;
        assertThat(get("1000/video.m3u8").statusCode()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(registry.get("headwater.hls.requests")
                        .tags("kind", "playlist", "status", "500")
                        .counter()
                        .count())
                .isOne());
        assertThat(log.lines()).anyMatch(line -> line.contains("GET /live/... failed"));
        assertThat(log.lines()).noneMatch(line -> line.contains("show"));
    }

    @Test
    void whatAllPlayersShareCountsForTheNodeAndTheStream() {
        String text = playlist();
        String named = segment(text);
        long length = get("1000/" + named)
                .headers()
                .firstValueAsLong("content-length")
                .orElseThrow();
        await("the bytes are counted")
                .until(() -> metrics.http.plays(Protocol.HLS).sentBytes.count() >= length);
        assertThat(service.clients().list(client -> true).await())
                .hasSize(1); // who asks for it finds all of it counted
        assertThat(metrics.traffic.known(SHOW))
                .hasValueSatisfying(bytes -> assertThat(bytes.sent()).isGreaterThanOrEqualTo(text.length() + length));
    }
}
