package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.playlist.Encryption;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What caches may keep of the files of a stream, and what outlives a reload. */
class KeptFilesTest extends ServedShow {
    @Test
    void noCacheGivesTheSessionOfOnePlayerToOthers() {
        settings = settings(1_000, Optional.empty(), false);
        String named = segment(playlist());
        String session = named.substring(named.indexOf('?'), named.indexOf('&'));
        assertThat(kept(get("1000/video.m3u8"))).contains("no-store");
        assertThat(kept(get("1000/video.m3u8?session=made-up"))).contains("no-store");
        assertThat(get("1000/video.m3u8" + session).headers().allValues("cache-control"))
                .allMatch(value -> value.startsWith("private, "));
    }

    @Test
    void onlyWhatIsNamedWithItsHashIsKeptForGood() {
        String named = segment(playlist());
        String bare = named.substring(0, named.indexOf('?'));
        var whole = get("1000/" + named);
        assertThat(kept(whole)).contains("public, max-age=31536000, immutable");
        assertThat(whole.headers().firstValue("etag")).contains('"' + named.substring(named.length() - 8) + '"');
        for (String other : new String[] {"", "?v=00000000", "?v=2"}) {
            var unsure = get("1000/" + bare + other);
            assertThat(kept(unsure)).contains("public, max-age=60");
            assertThat(unsure.body()).isEqualTo(whole.body());
        }
    }

    @Test
    void hashStandsBesideWhatLetsPlayersIn() {
        settings = settings(1_000, Optional.empty(), false);
        String named = segment(playlist());
        assertThat(named).matches("video-\\d+\\.m4s\\?session=[0-9a-f]{32}&v=[0-9a-f]{8}");
        assertThat(kept(get("1000/" + named))).contains("private, max-age=31536000, immutable");
    }

    @Test
    void streamThatIsCutGoesOnAsItBeganAfterAReload() {
        String named = segment(playlist());
        var before = get("1000/" + named);
        settings = settings(3_000, Optional.of(new Encryption(2)), true);
        assertThat(get("1000/" + named).body()).isEqualTo(before.body());
        assertThat(get("1000/video.m3u8").body()).doesNotContain("EXT-X-KEY").contains(named);
        assertThat(get("1000/key-0").statusCode()).isEqualTo(404);
        assertThat(get("1500/video.m3u8").statusCode()).isEqualTo(404);
    }

    @Test
    void keysOutliveTheReloadThatEndsEncryption() {
        settings = settings(1_000, Optional.of(new Encryption(2)), true);
        String text = playlist();
        String named = segment(text);
        assertThat(named).doesNotContain("?");
        var before = get("1000/" + named);
        assertThat(kept(before)).contains("public, max-age=60");
        settings = settings(1_000, Optional.empty(), true);
        assertThat(get("1000/" + named).body()).isEqualTo(before.body());
        assertThat(get("1000/key-0").statusCode()).isEqualTo(200);
    }
}
