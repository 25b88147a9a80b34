package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.net.QueryText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenTest {
    private static Seen read(String query) {
        return Seen.read(QueryText.of(query));
    }

    @Test
    void whatIsToldIsUnderstood() {
        var seen = new Seen(new Epoch(7, "origin-1"), 123_456);
        assertThat(seen.query()).isEqualTo("seen=7&by=origin-1&at=123456");
        assertThat(read(seen.query())).isEqualTo(seen);
    }

    @Test
    void aFieldOfALaterVersionIsPassedOver() {
        assertThat(read("hops=2&at=5&by=o&seen=1")).isEqualTo(new Seen(new Epoch(1, "o"), 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token=secret",
                "seen=&by=o&at=1",
                "seen=0&by=o&at=1",
                "seen=-3&by=o&at=1",
                "seen=9007199254740992&by=o&at=1",
                "seen=9223372036854775807&by=o&at=1",
                "seen=99999999999999999999&by=o&at=1",
                "seen=7&by=o&at=-1",
                "seen=7&by=o"
            })
    void whatIsNotOursOrNotExactIsNothing(String query) {
        assertThat(read(query)).isEqualTo(Seen.NOTHING);
    }
}
