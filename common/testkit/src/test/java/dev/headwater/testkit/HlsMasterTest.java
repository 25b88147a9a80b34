package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader that complains of nothing is no proof, so each of these is found. */
class HlsMasterTest {
    private static final String APART = """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="default",URI="audio.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=900,CODECS="avc1.64000d,mp4a.40.2",AUDIO="audio"
            video.m3u8
            """;

    @Test
    void whatObeysIsRead() {
        var master = HlsMaster.read(APART);
        assertThat(master.uri()).isEqualTo("video.m3u8");
        assertThat(master.number("BANDWIDTH")).isEqualTo(900);
        assertThat(master.audio()).hasValueSatisfying(audio -> assertThat(audio).containsEntry("URI", "audio.m3u8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    '#EXTM3U'              ; #EXTM            ; 4.3.1.1
                    '#EXT-X-VERSION:6'     ; #EXTINF:2.000,   ; 4.1
                    BANDWIDTH=900,         ; ''               ; no BANDWIDTH
                    CODECS                 ; CODES            ; no CODECS
                    video.m3u8             ; ''               ; no address
                    TYPE=AUDIO             ; TYPE=VIDEO       ; TYPE
                    NAME="default",        ; ''               ; no NAME
                    AUDIO="audio"          ; AUDIO="other"    ; no group
                    '#EXT-X-STREAM-INF'    ; #EXT-X-OTHER     ; 0 variants
                    """)
    void whatDoesNotIsFound(String right, String wrong, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HlsMaster.read(APART.replace(right, wrong)))
                .withMessageContaining(complaint);
    }
}
