package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checker that finds nothing is no proof, so each of these is found. */
class HlsRulesTest {
    private static final String PLAIN = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:2
            #EXT-X-MEDIA-SEQUENCE:4
            #EXT-X-DISCONTINUITY-SEQUENCE:1
            #EXTINF:2.000,
            main-4.ts
            #EXTINF:2.000,
            main-5.ts
            #EXTINF:2.000,
            main-6.ts
            """;

    private static final String LOW_LATENCY = """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:2
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,HOLD-BACK=6.0,PART-HOLD-BACK=3.0
            #EXT-X-PART-INF:PART-TARGET=1.000
            #EXT-X-MEDIA-SEQUENCE:4
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXT-X-MAP:URI="init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:00.000Z
            #EXT-X-PART:DURATION=1.000,URI="4.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=1.000,URI="4.1.m4s"
            #EXTINF:2.000,
            4.m4s
            #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:02.000Z
            #EXT-X-PART:DURATION=1.000,URI="5.0.m4s",INDEPENDENT=YES
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="5.1.m4s"
            #EXT-X-RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=5,LAST-PART=0
            """;

    private static final String NEXT_PART = "#EXT-X-PART:DURATION=1.000,URI=\"5.1.m4s\"\n";

    /** What the checker says of a playlist, and of what it is when it is read again. */
    private static String complaints(String... playlists) {
        var rules = new HlsRules();
        for (String playlist : playlists) {
            rules.read(playlist);
        }
        return String.join("\n", rules.broken());
    }

    @Test
    void whatObeysIsLetPass() {
        var later = LOW_LATENCY
                .replace("#EXT-X-PRELOAD", NEXT_PART + "#EXT-X-PRELOAD")
                .replace("5.1.m4s\"\n#EXT-X-REN", "6.0.m4s\"\n#EXT-X-REN");
        assertThat(complaints(PLAIN, PLAIN + "#EXTINF:1.500,\nmain-7.ts\n")).isEmpty();
        assertThat(complaints(LOW_LATENCY, LOW_LATENCY, later)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EXTINF:2.000, EXTINF:2.600, segment 4 lasts 2600 ms",
        "VERSION:3, VERSION:2, EXTINF with a fraction",
        "SEQUENCE:4, SEQUENCE:3, media sequence went from 4 to 3",
        "DISCONTINUITY-SEQUENCE:1, DISCONTINUITY-SEQUENCE:0, discontinuity sequence went back",
        "TARGETDURATION:2, TARGETDURATION:3, target duration changed",
        "main-5.ts, other-5.ts, segment changed",
    })
    void plainPlaylistThatBreaksARuleIsFound(String text, String instead, String complaint) {
        assertThat(complaints(PLAIN, PLAIN.replace(text, instead))).contains(complaint);
    }

    @Test
    void segmentsThatGoTooEarlyAreFound() {
        var shorter = PLAIN.replace("SEQUENCE:4", "SEQUENCE:5").replace("#EXTINF:2.000,\nmain-4.ts\n", "");
        assertThat(complaints(PLAIN, shorter)).contains("shorter than three target durations");
        assertThat(complaints(PLAIN, shorter + "#EXTINF:2.000,\nmain-7.ts\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "VERSION:9, VERSION:5, EXT-X-MAP in version 5",
        "'DURATION=1.000,URI=\"4.0', 'DURATION=1.200,URI=\"4.0', a part of 1200 ms",
        "'DURATION=1.000,URI=\"4.0', 'DURATION=0.500,URI=\"4.0', a part of 500 ms",
        "PART-HOLD-BACK=3.0, PART-HOLD-BACK=1.0, PART-HOLD-BACK is under",
        "HOLD-BACK=6.0, HOLD-BACK=5.0, HOLD-BACK is under three",
        "CAN-SKIP-UNTIL=12.0, CAN-SKIP-UNTIL=11.0, CAN-SKIP-UNTIL is under six",
        "CAN-BLOCK-RELOAD=YES, CAN-BLOCK-RELOAD=NO, no blocking reload",
        "#EXT-X-PRELOAD-HINT, #EXT-X-NO-HINT, out of place",
        "'#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"5.1.m4s\"', '', no EXT-X-PRELOAD-HINT",
        "'TYPE=PART,URI=\"5.1', 'TYPE=PART,URI=\"5.0', of a part that is there",
        "'#EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:00.000Z', '', without EXT-X-PROGRAM-DATE-TIME",
    })
    void playlistWithPartsThatBreaksARuleIsFound(String text, String instead, String complaint) {
        var rules = new HlsRules();
        try {
            rules.read(LOW_LATENCY.replace(text, instead));
        } catch (IllegalArgumentException noPlaylist) {
            // it is among what is broken
        }
        assertThat(String.join("\n", rules.broken())).contains(complaint);
    }

    @Test
    void partThatWasNotHintedIsFound() {
        var later = LOW_LATENCY
                .replace("#EXT-X-PRELOAD", NEXT_PART + "#EXT-X-PRELOAD")
                .replace("5.1.m4s\"\n#EXT-X-REN", "6.0.m4s\"\n#EXT-X-REN");
        assertThat(complaints(LOW_LATENCY.replace("\"5.1.m4s\"", "\"5.2.m4s\""), later))
                .contains("the next part was 5.1.m4s");
    }

    @Test
    void segmentThatIsSkippedTooEarlyIsFound() {
        var delta = LOW_LATENCY.replace("#EXT-X-MAP", "#EXT-X-SKIP:SKIPPED-SEGMENTS=1\n#EXT-X-MAP");
        assertThat(complaints(delta)).contains("within the skip boundary");
    }

    @ParameterizedTest
    @CsvSource({
        "'LAST-MSN=5,LAST-PART=0', 'LAST-PART=0', no LAST-MSN",
        "'LAST-MSN=5,LAST-PART=0', 'LAST-MSN=5', no LAST-PART",
        "'#EXT-X-MAP', '#EXT-X-KEY:METHOD=AES-128\n#EXT-X-MAP', key with a method and no address",
        "'#EXT-X-MAP', '#EXT-X-KEY:METHOD=AES-128,URI=\"key-1\"\n#EXT-X-MAP', a key without IV",
        "'#EXT-X-MAP', '#EXT-X-KEY:METHOD=NONE,URI=\"key-1\"\n#EXT-X-MAP', key with a method and no address",
    })
    void whatIsNotWholeIsNoPlaylist(String text, String instead, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HlsPlaylist.read(LOW_LATENCY.replace(text, instead)))
                .withMessageContaining(complaint);
    }
}
