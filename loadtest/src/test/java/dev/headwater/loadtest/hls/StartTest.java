package dev.headwater.loadtest.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartTest {
    private static final String HEAD = """
            #EXTM3U
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5
            #EXT-X-MEDIA-SEQUENCE:10
            """;
    private static final String SEGMENTS = "#EXTINF:2.0,\n10\n#EXTINF:2.0,\n11\n#EXTINF:2.0,\n12\n#EXTINF:2.0,\n13\n";
    private static final String PARTS = """
            #EXT-X-PART:DURATION=0.5,URI="14.0",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.5,URI="14.1"
            #EXT-X-PART:DURATION=0.5,URI="14.2"
            #EXT-X-PART:DURATION=0.5,URI="14.3"
            #EXTINF:2.0,
            14
            #EXT-X-PART:DURATION=0.5,URI="15.0",INDEPENDENT=YES
            """;

    @Test
    void bySegmentsItIsThreeTargetDurationsFromTheEnd() throws PlaylistException {
        assertThat(Start.in(MediaPlaylist.parse(HEAD + SEGMENTS), false)).isEqualTo(new Start(11, 0));
    }

    @Test
    void byPartsItIsAnIndependentOneAtTheHoldBack() throws PlaylistException {
        assertThat(Start.in(MediaPlaylist.parse(HEAD + SEGMENTS + PARTS), true)).isEqualTo(new Start(14, 0));
    }

    @Test
    void aShortPlaylistIsPlayedFromItsFirst() throws PlaylistException {
        assertThat(Start.in(MediaPlaylist.parse(HEAD + "#EXTINF:2.0,\n10\n"), false))
                .isEqualTo(new Start(10, 0));
    }

    @Test
    void anotherRenditionBeginsWithThePartThatIsNearest() throws PlaylistException {
        var playlist = MediaPlaylist.parse(HEAD + SEGMENTS + PARTS);
        assertThat(new Start(14, 980).partIn(playlist)).isEqualTo(2);
        assertThat(new Start(14, 0).partIn(playlist)).isZero();
        assertThat(new Start(11, 0).partIn(playlist)).isZero();
    }
}
