package dev.headwater.loadtest.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {
    private static final String WITH_PARTS = """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5,HOLD-BACK=6.0,CAN-SKIP-UNTIL=12.0
            #EXT-X-PART-INF:PART-TARGET=0.5
            #EXT-X-MEDIA-SEQUENCE:41
            #EXT-X-MAP:URI="init,1.mp4"
            #EXTINF:2.000,
            v-41.m4s
            #EXT-X-GAP
            #EXTINF:2.000,
            v-42.m4s
            #EXT-X-PART:DURATION=0.5,URI="v-43.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.48,URI="v-43.1.m4s"
            #EXTINF:0.980,
            v-43.m4s
            #EXT-X-PART:DURATION=0.5,URI="v-44.0.m4s",INDEPENDENT=YES
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="v-44.1.m4s"
            """;

    @Test
    void segmentsHaveTheirNumbersAndTheirParts() throws PlaylistException {
        var playlist = MediaPlaylist.parse(WITH_PARTS);

        assertThat(playlist.targetMs()).isEqualTo(2_000);
        assertThat(playlist.holdBackMs()).isEqualTo(6_000);
        assertThat(playlist.partHoldBackMs()).isEqualTo(1_500);
        assertThat(playlist.canBlock()).isTrue();
        assertThat(playlist.segments()).extracting(MediaSegment::number).containsExactly(41L, 42L, 43L, 44L);
        assertThat(playlist.segments()).extracting(MediaSegment::gap).containsExactly(false, true, false, false);
        var third = playlist.segments().get(2);
        assertThat(third.map()).isEqualTo(Optional.of("init,1.mp4"));
        assertThat(third.durationMs()).isEqualTo(980);
        assertThat(third.parts())
                .containsExactly(
                        new MediaSegment.Part("v-43.0.m4s", 500, true, false),
                        new MediaSegment.Part("v-43.1.m4s", 480, false, false));
        assertThat(playlist.segments().getLast().isComplete()).isFalse();
    }

    @Test
    void whatComesNextIsTheFirstPartThatIsNotThere() throws PlaylistException {
        var growing = MediaPlaylist.parse(WITH_PARTS);
        assertThat(growing.nextNumber()).isEqualTo(44);
        assertThat(growing.nextPart()).isEqualTo(1);

        var between =
                MediaPlaylist.parse(WITH_PARTS.substring(0, WITH_PARTS.indexOf("#EXT-X-PART:DURATION=0.5,URI=\"v-44")));
        assertThat(between.nextNumber()).isEqualTo(44);
        assertThat(between.nextPart()).isZero();
    }

    @Test
    void withoutAWordAboutItPlayersStayThreeTargetDurationsBack() throws PlaylistException {
        var playlist = MediaPlaylist.parse("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n");

        assertThat(playlist.holdBackMs()).isEqualTo(12_000);
        assertThat(playlist.canBlock()).isFalse();
        assertThat(playlist.ended()).isTrue();
    }

    @Test
    void theFirstVariantAndItsSoundArePlayed() throws PlaylistException {
        var master = MasterPlaylist.parse("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="b",NAME="other",URI="other.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a, b",DEFAULT=YES,URI="a.hls/audio.m3u8?session=1"
                #EXT-X-STREAM-INF:BANDWIDTH=1000000,CODECS="avc1.64001f,mp4a.40.2",AUDIO="a"
                a.hls/video.m3u8?session=1
                """);

        assertThat(master)
                .isEqualTo(new MasterPlaylist("a.hls/video.m3u8?session=1", Optional.of("a.hls/audio.m3u8?session=1")));
        assertThat(MasterPlaylist.isMaster(WITH_PARTS)).isFalse();
    }

    @Test
    void referencesAreRelativeToThePlaylist() throws PlaylistException {
        var master = new Place("http://h:8080/live/a.m3u8?token=x");

        assertThat(master.path()).isEqualTo("/live/a.m3u8?token=x");
        assertThat(master.at("a.hls/2000/video.m3u8?s=1").at("v-1.m4s").path()).isEqualTo("/live/a.hls/2000/v-1.m4s");
        assertThat(master.path("_HLS_msn=1")).isEqualTo("/live/a.m3u8?token=x&_HLS_msn=1");
        assertThatThrownBy(() -> master.at("http://other/a.ts")).hasMessageContaining("at another server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "#EXTM3U\n#EXTINF:2,\na.ts\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:two\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:-1\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART:DURATION=1\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART:DURATION=1,URI\n"
            })
    void whatIsNoPlaylistIsRefused(String text) {
        assertThatThrownBy(() -> MediaPlaylist.parse(text)).isInstanceOf(PlaylistException.class);
    }
}
