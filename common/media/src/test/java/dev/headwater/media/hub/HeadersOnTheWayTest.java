package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Amf0;
import dev.headwater.testkit.Payloads;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Headers that come late, twice, changed, void or not at all. */
class HeadersOnTheWayTest extends OneLoop {
    private static MediaFrame data(long ms, byte[] payload) {
        return MediaFrame.of(FrameKind.DATA, ms, payload);
    }

    @Test
    void framesBeforeTheirHeaderAreHeldBack() {
        var player = joined();
        send(key(0), sound(0), inter(40));
        assertThat(player.got()).isEmpty();
        send(AVC.at(50), AAC.at(50), key(80), sound(81));
        assertThat(player.got()).isEqualTo(gots(AVC.at(50), AAC.at(50), key(80), sound(81)));
        assertThat(withheld).containsOnly(DropReason.NO_HEADER).hasSize(3);
    }

    @Test
    void aPictureWithoutAnyHeaderIsPassedOnInTheEnd() {
        var player = joined();
        send(key(1_000), key(4_000), key(4_040));
        assertThat(player.got()).isEqualTo(gots(key(4_040)));
    }

    @Test
    void framesOfANewCodecWaitForItsHeader() {
        startAvcAac();
        var player = joined();
        send(key(0));
        int before = player.got().size();
        send(video(40, Payloads.hevcKeyFrame(1)));
        var header = video(80, Payloads.hevcSequenceHeader());
        var frame = video(120, Payloads.hevcKeyFrame(2));
        send(header, frame);
        assertThat(after(before, player)).isEqualTo(gots(header, frame));
    }

    @Test
    void aHeaderGoesWhenItsTrackHasAnotherCodec() {
        startAvcAac();
        send(sound(0), audio(23, new byte[] {0x2F, 1, 2, 3})); // MP3 has no header
        assertThat(joined().got()).isEqualTo(gots(METADATA, AVC.at(23)));
    }

    @Test
    void afterTheEndOfASequenceAnEqualHeaderCountsAgain() {
        startAvcAac();
        var player = joined();
        var end = video(40, Payloads.avcEndOfSequence());
        send(key(0), end);
        int before = player.got().size();
        send(AVC.at(80), key(80));
        send(AVC.at(120), inter(120));
        assertThat(after(before, player)).isEqualTo(gots(AVC.at(80), key(80), inter(120)));
    }

    @Test
    void clearedMetadataIsForgottenAndNobodyIsTold() {
        startAvcAac();
        var player = joined();
        int before = player.got().size();
        send(data(0, Amf0.encode("@clearDataFrame", "onMetaData")), sound(0));
        assertThat(after(before, player)).isEqualTo(gots(sound(0)));
        assertThat(joined().got()).isEqualTo(gots(AVC, AAC));
    }

    @Test
    void dataWithoutANameIsSwallowedAndOtherDataIsNot() {
        startAvcAac();
        var player = joined();
        int before = player.got().size();
        var cue = data(0, Amf0.encode("onCuePoint", Map.of("name", "one")));
        send(data(0, new byte[] {0, 0, 0, 0}), data(0, new byte[0]), data(0, new byte[] {8, 0, 0, 0, 0}), cue);
        assertThat(after(before, player)).isEqualTo(gots(cue));
    }

    @Test
    void aChangedHeaderOfSoundStaysInItsPlaceAmongTheFrames() {
        startAvcAac();
        send(key(1_000), sound(1_001));
        var other = audio(1_020, new byte[] {(byte) 0xAF, 0, 0x11, (byte) 0x90});
        var metadata = data(1_020, Amf0.encode("onMetaData", Map.of("width", 640.0)));
        send(other, metadata, sound(1_024), inter(1_040));
        assertThat(joined().got())
                .isEqualTo(gots(
                        METADATA,
                        AVC.at(1_000),
                        AAC.at(1_000),
                        key(1_000),
                        sound(1_001),
                        other,
                        metadata,
                        sound(1_024),
                        inter(1_040)));
        send(key(2_000));
        assertThat(joined().got()).isEqualTo(gots(metadata.at(0), AVC.at(2_000), other.at(2_000), key(2_000)));
    }

    @Test
    void headersAtAJoinBearTheTimeOfTheFirstFrame() {
        startAvcAac();
        long days25 = 25L * 86_400_000; // header stamps of 0 would read as the future
        send(sound(days25));
        assertThat(joined().got())
                .as("metadata has to be at 0 for ffmpeg")
                .isEqualTo(gots(METADATA, AVC.at(days25), AAC.at(days25)));
    }

    @Test
    void aSpeakerLayoutIsAHeaderAfterThatOfItsSound() {
        var start = audio(0, enhanced(0x90, new byte[] {1, 2}));
        var layout = audio(0, enhanced(0x94, new byte[] {0, 2}));
        send(layout, start, layout);
        send(audio(20, enhanced(0x91, new byte[] {9})));
        assertThat(joined().got()).isEqualTo(gots(start.at(20), layout.at(20)));
    }

    private static byte[] enhanced(int firstByte, byte[] body) {
        byte[] tag = {(byte) firstByte, 'O', 'p', 'u', 's', body[0], body.length > 1 ? body[1] : 0};
        return tag;
    }

    @Test
    void onlyKeyFramesOfTheDefaultTrackStartAPlayer() {
        startAvcAac();
        // Enhanced RTMP, multitrack, one track, track 1, AVC, key frame
        var keyOfTrack1 = video(0, new byte[] {(byte) 0x96, 0x03, 'a', 'v', 'c', '1', 1, 9, 9});
        var player = joined();
        int before = player.got().size();
        send(keyOfTrack1, inter(10));
        assertThat(after(before, player)).isEmpty();
        send(key(40), keyOfTrack1.at(40), inter(80));
        assertThat(joined().got().subList(3, 6)).isEqualTo(gots(key(40), keyOfTrack1.at(40), inter(80)));
    }

    @Test
    void nobodyWaitsForEverForAKeyFrame() {
        startAvcAac();
        send(inter(0));
        var player = joined();
        int before = player.got().size();
        for (int ms = 1_000; ms <= 30_000; ms += 1_000) {
            send(inter(ms));
        }
        assertThat(after(before, player)).isEmpty();
        send(inter(31_000));
        assertThat(after(before, player)).isEqualTo(gots(inter(31_000)));
    }
}
