package dev.headwater.media;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.testkit.Payloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tags as they are on the wire, and what each of them is. A word in capitals is a fact, {@code #2} a track. */
class MediaFrameTest {
    private static final String HVC1 = "68766331";
    private static final String AV01 = "61763031";
    private static final String OPUS = "4f707573";

    private static final List<Case> VIDEO_TAGS = List.of(
            // FLV 10.1, E.4.3
            new Case("17 00 000000 01640020", "avc1 HEADER"),
            new Case("17 01 000050 0000000165", "avc1 KEY"),
            new Case("27 01 000050 0000000141", "avc1"),
            new Case("37 01 000000 0000000101", "avc1 DISPOSABLE"),
            new Case("47 01 000000 0000000165", "avc1 KEY"),
            new Case("17 02 000000", "avc1 END"),
            new Case("57 00", "none"),
            new Case("57 01", "none"),
            new Case("12 0000840a", "flv1 KEY"),
            new Case("22 0000840a", "flv1"),
            new Case("32 0000840a", "flv1 DISPOSABLE"),
            new Case("13 00", "fsv1 KEY"),
            new Case("16 00", "fsv1 KEY"),
            new Case("14 00", "vp6f KEY"),
            new Case("25 00", "vp6f"),
            new Case("1e 00", "other KEY"),
            // private numbers in the layout of AVC
            new Case("1c 00 000000 01016000", "hvc1 HEADER"),
            new Case("1c 01 000000 0000000126", "hvc1 KEY"),
            new Case("2c 01 000000 0000000102", "hvc1"),
            new Case("1d 00 000000 81000c00", "av01 HEADER"),
            new Case("1d 01 000000 0a0b", "av01 KEY"),
            // nothing in them
            new Case("", "none"),
            new Case("17", "avc1"),
            new Case("12", "flv1"),
            new Case("17 00 000000", "avc1"),
            new Case("17 01 000000", "avc1"),
            new Case("17 01 00", "avc1"),
            new Case("17 ff 000000 01", "avc1"),
            // Enhanced RTMP
            new Case("90" + HVC1 + "0101", "hvc1 HEADER"),
            new Case("91" + HVC1 + "000050 0000000126", "hvc1 KEY"),
            new Case("a1" + HVC1 + "000050 0000000102", "hvc1"),
            new Case("b1" + HVC1 + "000050 0000000100", "hvc1 DISPOSABLE"),
            new Case("93" + HVC1 + "0000000126", "hvc1 KEY"),
            new Case("a3" + HVC1 + "0000000102", "hvc1"),
            new Case("92" + HVC1, "hvc1 END"),
            new Case("91" + "61766331" + "000000 65", "avc1 KEY"),
            new Case("91" + "76766331" + "000000 65", "vvc1 KEY"),
            new Case("91" + "76703038" + "10", "vp08 KEY"),
            new Case("91" + "76703039" + "82", "vp09 KEY"),
            new Case("91" + AV01 + "0a", "av01 KEY"),
            new Case("95" + AV01 + "80", "av01 HEADER"),
            new Case("91" + "48564331" + "0a", "other KEY"), // "HVC1": case matters
            new Case("94" + HVC1 + "020009636f6c6f72496e666f", "hvc1 COLOUR"),
            new Case("d4" + HVC1 + "020009636f6c6f72496e666f", "hvc1 COLOUR"),
            new Case("d0 00", "none"),
            new Case("d1 01 000000", "none"),
            new Case("98" + HVC1 + "00", "hvc1"), // a packet type of the future
            // ModEx: two bytes of size when the first is 255, one after the other
            new Case("97 02 0186a0 01" + HVC1 + "000000 26", "hvc1 KEY"),
            new Case("97 02 0186a0 00" + HVC1 + "01", "hvc1 HEADER"),
            new Case("97 00 aa 17 02 0186a0 03" + HVC1 + "26", "hvc1 KEY"),
            new Case("97 ff 0001 aaaa 01" + AV01 + "0a", "av01 KEY"),
            new Case("97 ff 00ff" + "aa".repeat(256) + "01" + AV01 + "0a", "av01 KEY"),
            new Case("d7 00 aa 00 01", "none"),
            // Multitrack: one track, several of one codec, several of several
            new Case("96 00" + HVC1 + "02 0101", "hvc1 HEADER #2"),
            new Case("96 01" + HVC1 + "02 000050 0000000126", "hvc1 KEY #2"),
            new Case("a6 03" + HVC1 + "ff 0000000126", "hvc1 #255"),
            new Case("96 02" + HVC1 + "01", "hvc1 END #1"),
            new Case("96 11" + HVC1 + "00 000004 000000aa 01 000004 000000aa", "hvc1 KEY"),
            new Case("96 21" + AV01 + "03 000001 0a" + HVC1 + "01 000004 000000aa", "av01 KEY #3"),
            new Case("97 00 aa 06 01" + AV01 + "02 0a", "av01 KEY #2"),
            // nothing in them, or cut
            new Case("90" + HVC1, "hvc1"),
            new Case("91" + HVC1 + "000000", "hvc1"),
            new Case("93" + HVC1, "hvc1"),
            new Case("94" + HVC1, "hvc1"),
            new Case("91", "other"),
            new Case("91 687663", "other"),
            new Case("97", "other"),
            new Case("97 02 0186", "other"),
            new Case("97 02 0186a0", "other"),
            new Case("97 ff", "other"),
            new Case("97 ff ffff 01", "other"),
            new Case("96", "other"),
            new Case("96 01", "other"),
            new Case("96 01" + HVC1, "other"),
            new Case("96 11" + HVC1 + "01 0000", "hvc1 #1"));

    private static final List<Case> AUDIO_TAGS = List.of(
            // FLV 10.1, E.4.2
            new Case("af 00 1210", "mp4a HEADER"),
            new Case("af 01 21100460", "mp4a"),
            new Case("af 00", "mp4a"),
            new Case("af", "mp4a"),
            new Case("", "none"),
            new Case("2f fffb", ".mp3"),
            new Case("ee fffb", ".mp3"),
            new Case("7e 00", "alaw"),
            new Case("8e 00", "ulaw"),
            new Case("b6 00", "spex"),
            new Case("1e 00", "adpcm"),
            new Case("0f 00", "lpcm"),
            new Case("3f 00", "lpcm"),
            new Case("4e 00", "nmos"),
            new Case("5e 00", "nmos"),
            new Case("6e 00", "nmos"),
            new Case("df 00", "Opus"), // private
            new Case("fe 00", "other"),
            // Enhanced RTMP
            new Case("90 6d703461 1210", "mp4a HEADER"),
            new Case("91 6d703461 2110", "mp4a"),
            new Case("90" + OPUS, "Opus HEADER"),
            new Case("91" + OPUS + "fc", "Opus"),
            new Case("92" + OPUS, "Opus END"),
            new Case("90 664c6143 664c6143", "fLaC HEADER"),
            new Case("91 61632d33 0b77", "ac-3"),
            new Case("91 65632d33 0b77", "ec-3"),
            new Case("91 2e6d7033 fffb", ".mp3"),
            new Case("94" + OPUS + "01 06 0000003f", "Opus CHANNELS"),
            new Case("95 00" + OPUS + "01", "Opus HEADER #1"),
            new Case("95 01" + OPUS + "01 fc", "Opus #1"),
            new Case("95 14" + OPUS + "02 000006 01060000003f", "Opus CHANNELS #2"),
            new Case("97 02 0186a0 00" + OPUS, "Opus HEADER"),
            new Case("97 02 0186a0 05 00" + OPUS + "07", "Opus HEADER #7"),
            new Case("96" + OPUS + "fc", "Opus"), // video's number for Multitrack
            new Case("90 4f7075", "other"),
            new Case("95", "other"),
            new Case("97 ff00", "other"));

    private static final List<Case> DATA_TAGS = List.of(
            new Case("02 000a 6f6e4d65746144617461 05", "none METADATA"),
            new Case("02 000a 6f6e4d65746144617461", "none METADATA"),
            new Case("00 4000000000000000 02 000a 6f6e4d65746144617461", "none METADATA"), // Uniview cameras
            new Case("02 000f 40636c656172446174614672616d65", "none CLEAR"),
            new Case("02 000d 40736574446174614672616d65 02 000a 6f6e4d65746144617461", "none"),
            new Case("02 000b 6f6e54657874446174610a", "none"),
            new Case("0c 0000000a 6f6e4d65746144617461", "none"),
            new Case("02 000a 6f6e4d657461446174", "none"),
            new Case("02 00", "none"),
            new Case("00000000", "none"), // ffmpeg's timecode
            new Case("", "none"));

    @Test
    void videoIsWhatItsTagSays() {
        VIDEO_TAGS.forEach(
                tag -> assertThat(described(VIDEO, tag.bytes())).as(tag.hex).isEqualTo(tag.is));
    }

    @Test
    void audioIsWhatItsTagSays() {
        AUDIO_TAGS.forEach(
                tag -> assertThat(described(AUDIO, tag.bytes())).as(tag.hex).isEqualTo(tag.is));
    }

    @Test
    void dataIsWhatItsNameSays() {
        DATA_TAGS.forEach(
                tag -> assertThat(described(DATA, tag.bytes())).as(tag.hex).isEqualTo(tag.is));
    }

    @Test
    void whatEncodersSendIsRecognised() {
        assertThat(described(VIDEO, Payloads.avcSequenceHeader())).isEqualTo("avc1 HEADER");
        assertThat(described(VIDEO, Payloads.avcKeyFrame(1))).isEqualTo("avc1 KEY");
        assertThat(described(VIDEO, Payloads.avcInterFrame(1))).isEqualTo("avc1");
        assertThat(described(VIDEO, Payloads.avcEndOfSequence())).isEqualTo("avc1 END");
        assertThat(described(VIDEO, Payloads.hevcSequenceHeader())).isEqualTo("hvc1 HEADER");
        assertThat(described(VIDEO, Payloads.hevcKeyFrame(1))).isEqualTo("hvc1 KEY");
        assertThat(described(VIDEO, Payloads.hevcInterFrame(1))).isEqualTo("hvc1");
        assertThat(described(AUDIO, Payloads.aacSequenceHeader())).isEqualTo("mp4a HEADER");
        assertThat(described(AUDIO, Payloads.aacFrame(1))).isEqualTo("mp4a");
        assertThat(described(DATA, Payloads.onMetaData())).isEqualTo("none METADATA");
    }

    @Test
    void aTagThatIsCutAnywhereIsStillAFrame() {
        for (FrameKind kind : FrameKind.values()) {
            Stream.of(VIDEO_TAGS, AUDIO_TAGS, DATA_TAGS)
                    .flatMap(List::stream)
                    .map(Case::bytes)
                    .forEach(tag -> {
                        for (int length = 0; length <= tag.length; length++) {
                            assertThat(MediaFrame.of(kind, 0, Arrays.copyOf(tag, length))
                                            .track())
                                    .isBetween(0, 255);
                        }
                    });
        }
    }

    @Property(tries = 1_000)
    void anyBytesAreAFrame(@ForAll FrameKind kind, @ForAll byte[] payload) {
        MediaFrame frame = MediaFrame.of(kind, 1, payload);
        assertThat(frame.payload()).isSameAs(payload);
        assertThat(frame.isKeyFrame() && frame.isSequenceHeader()).isFalse();
        assertThat(frame.compositionTimeMs()).isBetween(-0x80_0000, 0x7F_FFFF);
    }

    @Test
    void pictureIsShownAfterItsDecodingByWhatItsTagSays() {
        assertThat(composition("17 01 000050 0000000165")).isEqualTo(80);
        assertThat(composition("27 01 ffffd8 0000000141")).isEqualTo(-40);
        assertThat(composition("2c 01 000028 0000000102")).isEqualTo(40);
        assertThat(composition("91" + HVC1 + "000050 0000000126")).isEqualTo(80);
        assertThat(composition("a1" + HVC1 + "ffffff 0000000102")).isEqualTo(-1);
        assertThat(composition("96 01" + HVC1 + "02 000050 0000000126")).isEqualTo(80);
        assertThat(composition("97 02 0186a0 01" + HVC1 + "000050 26")).isEqualTo(80);
        for (var without : List.of(
                "93" + HVC1 + "000050 26",
                "91" + AV01 + "0a0b0c0d",
                "1d 01 000050 0a0b",
                "17 00 000050 01640020",
                "17 01 000050",
                "22 0000840a",
                "")) {
            assertThat(composition(without)).as(without).isZero();
        }
    }

    @Test
    void codedIsWhatADecoderMakesAPictureOrSoundOf() {
        var coded = Stream.concat(VIDEO_TAGS.stream(), AUDIO_TAGS.stream())
                .filter(tag -> MediaFrame.of(VIDEO_TAGS.contains(tag) ? VIDEO : AUDIO, 0, tag.bytes())
                        .isCoded())
                .map(Case::is)
                .toList();
        assertThat(coded)
                .contains("avc1 KEY", "avc1", "hvc1 DISPOSABLE", "av01 KEY", "mp4a", ".mp3", "Opus", "Opus #1");
        assertThat(coded).noneMatch(is -> is.matches(".*(HEADER|END|COLOUR|CHANNELS|none).*"));
        for (var empty : List.of("27 01 000000", "91" + HVC1 + "000000", "93" + HVC1)) {
            assertThat(MediaFrame.of(VIDEO, 0, new Case(empty, "").bytes()).isCoded())
                    .as(empty)
                    .isFalse();
        }
        for (var empty : List.of("af 01", "2f", "91" + OPUS)) {
            assertThat(MediaFrame.of(AUDIO, 0, new Case(empty, "").bytes()).isCoded())
                    .as(empty)
                    .isFalse();
        }
    }

    private static int composition(String hex) {
        return MediaFrame.of(VIDEO, 0, new Case(hex, "").bytes()).compositionTimeMs();
    }

    @Test
    void aFrameAtAnotherTimeIsOtherwiseTheSame() {
        MediaFrame frame = MediaFrame.of(VIDEO, 40, Payloads.avcKeyFrame(1));
        MediaFrame later = frame.at(5_000_000_000L);
        assertThat(later.timestampMs()).isEqualTo(5_000_000_000L);
        assertThat(later.payload()).isSameAs(frame.payload());
        assertThat(later.kind()).isEqualTo(VIDEO);
        assertThat(later.isKeyFrame()).isTrue();
    }

    @Test
    void whatTheWireCannotSayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MediaFrame.of(AUDIO, -1, new byte[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaFrame.of(AUDIO, 0, new byte[1]).at(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> MediaFrame.of(AUDIO, 0, new byte[0x100_0000]));
    }

    private static String described(FrameKind kind, byte[] payload) {
        MediaFrame frame = MediaFrame.of(kind, 0, payload);
        var words = new ArrayList<String>();
        words.add(frame.codec().fourCc());
        addIf(frame.isSequenceHeader(), "HEADER", words);
        addIf(frame.isKeyFrame(), "KEY", words);
        addIf(frame.isDisposable(), "DISPOSABLE", words);
        addIf(frame.isEndOfSequence(), "END", words);
        addIf(frame.isMetadata(), "METADATA", words);
        addIf(frame.isClearMetadata(), "CLEAR", words);
        addIf(frame.isVideoMetadata(), "COLOUR", words);
        addIf(frame.isMultichannelConfig(), "CHANNELS", words);
        addIf(frame.track() != 0, "#" + frame.track(), words);
        return String.join(" ", words);
    }

    private static void addIf(boolean is, String word, List<String> words) {
        if (is) {
            words.add(word);
        }
    }

    private record Case(String hex, String is) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }
    }
}
