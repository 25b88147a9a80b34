package dev.headwater.server.relay;

import static dev.headwater.server.relay.RelayGrants.Worth.BAD;
import static dev.headwater.server.relay.RelayGrants.Worth.EXPIRED;
import static dev.headwater.server.relay.RelayGrants.Worth.GOOD;
import static dev.headwater.server.relay.RelayGrants.Worth.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayGrantsTest {
    private static final String SECRET = "a secret of at least 16 characters";
    private static final String OTHER = "another one, just as long as that";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final RelayGrants ours = at(0, SECRET);

    /** Of a node whose clock is so far ahead. */
    private static RelayGrants at(long seconds, String... secrets) {
        return new RelayGrants(List.of(secrets), InstantSource.fixed(NOW.plusSeconds(seconds)));
    }

    @Test
    void whoSharesTheSecretIsBelieved() {
        String grant = ours.sign("play", "live/show", "node=edge-1");
        assertThat(at(0, SECRET).check(grant, "play", "live/show", "node=edge-1"))
                .isEqualTo(GOOD);
        assertThat(grant).matches("1800000030\\.[A-Za-z0-9_-]{43}");
    }

    @Test
    void aGrantIsForOneThingOnly() {
        String grant = ours.sign("play", "live/show", "node=edge-1");
        assertThat(ours.check(grant, "publish", "live/show", "node=edge-1")).isEqualTo(BAD);
        assertThat(ours.check(grant, "play", "live/other", "node=edge-1")).isEqualTo(BAD);
        assertThat(ours.check(grant, "play", "live/show", "node=edge-2")).isEqualTo(BAD);
        assertThat(ours.check(grant, "play", "live/shownode=edge-1")).isEqualTo(BAD);
        assertThat(ours.check(grant, "play", "live/show", "node=edge-1", "")).isEqualTo(BAD);
    }

    @Test
    void whatIsNoGrantOfOursIsNotBelieved() {
        String grant = ours.sign("play");
        String later = "1800000031" + grant.substring(10);
        for (String text :
                List.of("1", ".", "x", "1800000030.", grant + "A", "0" + grant, later, grant.substring(0, 50))) {
            assertThat(ours.check(text, "play")).as(text).isEqualTo(BAD);
        }
        assertThat(ours.check("", "play")).isEqualTo(MISSING);
        assertThat(ours.check(at(0, OTHER).sign("play"), "play")).isEqualTo(BAD);
    }

    @Test
    void itIsGoodForHalfAMinuteAndTenSecondsMayBeBetweenClocks() {
        String grant = ours.sign("play");
        assertThat(at(40, SECRET).check(grant, "play")).isEqualTo(GOOD);
        assertThat(at(41, SECRET).check(grant, "play")).isEqualTo(EXPIRED);
        assertThat(at(-10, SECRET).check(grant, "play")).isEqualTo(GOOD);
        assertThat(at(-11, SECRET).check(grant, "play")).isEqualTo(EXPIRED);
    }

    @Test
    void aSecretIsChangedOneNodeAtATime() {
        var before = at(0, SECRET);
        var knowing = at(0, SECRET, OTHER);
        var changed = at(0, OTHER, SECRET);
        var after = at(0, OTHER);
        for (var pair : List.of(
                List.of(before, knowing),
                List.of(knowing, changed),
                List.of(changed, after),
                List.of(knowing, knowing))) {
            var one = pair.getFirst();
            var two = pair.getLast();
            assertThat(one.check(two.sign("play"), "play")).isEqualTo(GOOD);
            assertThat(two.check(one.sign("play"), "play")).isEqualTo(GOOD);
        }
        assertThat(before.check(after.sign("play"), "play")).isEqualTo(BAD);
    }

    @Test
    void withoutASecretNothingIsSignedAndEverythingGranted() {
        var open = at(0);
        assertThat(open.areRequired()).isFalse();
        assertThat(open.sign("play")).isEmpty();
        assertThat(open.check("", "play")).isEqualTo(GOOD);
        assertThat(open.check(ours.sign("play"), "publish")).isEqualTo(GOOD);
    }
}
