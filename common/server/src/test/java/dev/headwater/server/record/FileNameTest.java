package dev.headwater.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final Instant WHEN = Instant.parse("2026-11-22T10:15:00.123Z");

    @Test
    void saysWhatAndWhenItWas() {
        assertThat(FileName.of(new StreamKey("live", "show.1"), WHEN, 7))
                .isEqualTo(Path.of("live", "show.1-20261122T101500123Z-7.flv"));
        assertThat(FileName.of(new StreamKey("live/hd", "größe"), WHEN, 7))
                .isEqualTo(Path.of("live%2Fhd", "gr%C3%B6%C3%9Fe-20261122T101500123Z-7.flv"));
    }

    /** A stream's key has none of these; names of files are safe by themselves. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "../../etc/x",
                "/etc/x",
                "a/../b",
                "a\\b",
                "c:x",
                ".hidden",
                "a\0b",
                "a\r\nb",
                "%2e%2e"
            })
    void isOneSegmentWhateverTheTextIs(String text) {
        String name = FileName.encoded(text);
        assertThat(name).matches("[A-Za-z0-9%_~-][A-Za-z0-9%_~.-]*");
        var root = Path.of("/rec");
        assertThat(root.resolve(name).normalize().getParent()).isEqualTo(root);
    }

    @Test
    void fitsIntoAnyFileSystemAndStaysAnotherForAnother() {
        String longest = "ö".repeat(128);
        String other = longest.substring(1) + "x";
        assertThat(FileName.encoded(longest)).hasSizeLessThanOrEqualTo(120).isNotEqualTo(FileName.encoded(other));
        assertThat(FileName.of(new StreamKey(longest, longest), WHEN, Long.MAX_VALUE)
                        .getFileName()
                        .toString())
                .hasSizeLessThan(200);
    }

    @Test
    void partsAreOursByTheirForm() {
        assertThat(FileName.isPart(Path.of("a", "show-20261122T101500123Z-7.flv.part")))
                .isTrue();
        assertThat(FileName.isPart(Path.of("a", "film.flv.part"))).isFalse();
        assertThat(FileName.isPart(Path.of("a", "show-20261122T101500123Z-7.flv")))
                .isFalse();
    }
}
