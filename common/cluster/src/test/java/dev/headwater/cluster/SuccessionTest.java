package dev.headwater.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final StreamKey KEY = new StreamKey("live", "show");
    private static final Succession RULES = Succession.DEFAULT;
    private static final Duration SILENCE = Duration.ofMillis(1_400);

    @Test
    void theNextOwnerBeginsASecondAboveAReleasedPosition() {
        assertThat(nextStart(Records.tombstone(KEY, 3))).isEqualTo(5_000 + 1_000);
    }

    @Test
    void theNextOwnerLeavesOneThatItTakesOverTheTimeSinceItsAnnouncement() {
        assertThat(nextStart(Records.record(KEY, "o1", 3))).isEqualTo(5_000 + 1_400 + 1_000);
    }

    @Test
    void theNextOwnerLeavesOneThatWasLostTheTimeUntilItWasBuried() {
        StreamRecord dead = Records.record(KEY, "o1", 3);
        assertThat(nextStart(RULES.reclaim(dead, dead, SILENCE).orElseThrow())).isEqualTo(5_000 + 1_400 + 1_000);
    }

    @Test
    void anOwnerSendsNoLongerThanItsRecordLives() {
        StreamRecord dead = Records.record(KEY, "o1", 3);
        assertThat(nextStart(RULES.reclaim(dead, dead, Duration.ofDays(1)).orElseThrow()))
                .isEqualTo(5_000 + RULES.recordLife().toMillis() + 1_000);
    }

    @Test
    void aClaimThatIsCarriedOutAgainIsGrantedWhatItHas() {
        for (ClaimPolicy policy : ClaimPolicy.values()) {
            ClaimRequest request = Records.claim(KEY, "o1", policy, 0);
            StreamRecord written = owned(request, Records.tombstone(KEY, 3));
            assertThat(owned(request, written)).isEqualTo(written);
            assertThat(RULES.claim(written, request, Instant.EPOCH.plusMillis(1), SILENCE))
                    .as("another claim, %s", policy)
                    .isNotEqualTo(new Claim.Granted(written, Optional.empty()));
        }
    }

    @Test
    void aPublisherThatComesBackIsNotRefusedByItsOwnDeadClaim() {
        StreamRecord dead = owned(comesBack("o1", ClaimPolicy.REFUSE, 0), null);
        assertThat(claim(dead, comesBack("o2", ClaimPolicy.REFUSE, dead.epoch())))
                .isInstanceOfSatisfying(
                        Claim.Granted.class,
                        granted -> assertThat(granted.record().epoch()).isEqualTo(dead.epoch() + 1));
    }

    @Test
    void aPublisherThatComesBackDoesNotTakeOverWhoTookOverFromIt() {
        StreamRecord first = owned(comesBack("o1", ClaimPolicy.TAKEOVER, 0), null);
        StreamRecord second = owned(Records.claim(KEY, "o2", ClaimPolicy.TAKEOVER, 0), first);
        var back = comesBack("o3", ClaimPolicy.TAKEOVER, first.epoch());
        assertThat(claim(second, back)).isEqualTo(new Claim.HeldBy(second));
        assertThat(claim(RULES.release(second, second).orElseThrow(), back)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void aPublisherThatComesBackTakesOverFromWhoCameBeforeIt() {
        StreamRecord forgotten = owned(Records.claim(KEY, "o2", ClaimPolicy.TAKEOVER, 0), null);
        assertThat(claim(forgotten, comesBack("o3", ClaimPolicy.TAKEOVER, 5)))
                .isInstanceOfSatisfying(
                        Claim.Granted.class,
                        granted -> assertThat(granted.record().epoch()).isEqualTo(6));
    }

    @Test
    void aPublisherThatComesBackIsNotHelpedByTheEpochOfTheNodeThatItComesTo() {
        StreamRecord first = owned(comesBack("o1", ClaimPolicy.TAKEOVER, 0), null);
        StreamRecord second = owned(Records.claim(KEY, "o2", ClaimPolicy.TAKEOVER, 4), first);
        assertThat(claim(second, comesBack("o2", ClaimPolicy.TAKEOVER, first.epoch(), second.epoch())))
                .isEqualTo(new Claim.HeldBy(second));
    }

    /** Two halves of a cluster gave one epoch twice; the one that comes back is the one that lost it. */
    @Test
    void aPublisherThatComesBackDoesNotThrowOutWhoHasItsEpoch() {
        StreamRecord other = Records.record(KEY, "o2", 5);
        assertThat(claim(other, comesBack("o1", ClaimPolicy.TAKEOVER, 5))).isEqualTo(new Claim.HeldBy(other));
    }

    private static ClaimRequest comesBack(String originId, ClaimPolicy policy, long seenEpoch) {
        return comesBack(originId, policy, seenEpoch, 0);
    }

    private static ClaimRequest comesBack(String originId, ClaimPolicy policy, long seenEpoch, long ownEpoch) {
        return new ClaimRequest(
                KEY, originId, originId + ".example", 19_350, "west", policy, seenEpoch, "publisher-1", ownEpoch);
    }

    private static Claim claim(@Nullable StreamRecord standing, ClaimRequest request) {
        return RULES.claim(standing, request, Instant.EPOCH, SILENCE);
    }

    private static StreamRecord owned(ClaimRequest request, @Nullable StreamRecord standing) {
        return ((Claim.Granted) claim(standing, request)).record();
    }

    @Test
    void aRecordThatMovedIsNotReclaimed() {
        StreamRecord read = Records.record(KEY, "o1", 3);
        assertThat(RULES.reclaim(read.at(6_000, ""), read, SILENCE)).isEmpty();
        assertThat(RULES.reclaim(Records.record(KEY, "o2", 4), read, SILENCE)).isEmpty();
        assertThat(RULES.reclaim(null, read, SILENCE)).isEmpty();
    }

    @Test
    void anOwnerThatWasBuriedAliveComesBackWithItsNextAnnouncement() {
        StreamRecord alive = Records.record(KEY, "o1", 3);
        StreamRecord tombstone = RULES.reclaim(alive, alive, SILENCE).orElseThrow();
        assertThat(RULES.announce(tombstone, alive)).contains(alive);
    }

    @Test
    void aRaiseRefillsALostMap() {
        StreamRecord owned = Records.record(KEY, "o1", 3);
        assertThat(RULES.raise(null, owned, 7).orElseThrow().epoch()).isEqualTo(8);
        assertThat(RULES.raise(Records.tombstone(KEY, 3), owned, 1)
                        .orElseThrow()
                        .epoch())
                .isEqualTo(4);
    }

    @Test
    void aRaiseGoesAboveATombstoneThatItKnowsOf() {
        StreamRecord owned = Records.record(KEY, "o1", 1);
        StreamRecord tombstone = Records.tombstone(KEY, 3);
        assertThat(RULES.raise(tombstone, owned, 2)).isEmpty();
        assertThat(RULES.raise(tombstone, owned, 3).orElseThrow().epoch()).isEqualTo(4);
        assertThat(RULES.raise(Records.record(KEY, "o2", 3), owned, 3))
                .as("above an owner")
                .isEmpty();
    }

    @Test
    void aTombstoneOfAHigherEpochStopsAnOwner() {
        assertThat(RULES.announce(Records.tombstone(KEY, 4), Records.record(KEY, "o1", 3)))
                .isEmpty();
    }

    @Test
    void aLostMapDoesNotLoseAReleasedEpoch() {
        StreamRecord released =
                RULES.release(null, Records.record(KEY, "o1", 3)).orElseThrow();
        assertThat(released.isTombstone()).isTrue();
        assertThat(released.epoch()).isEqualTo(3);
    }

    @Test
    void aReleaseThatIsRepeatedByWhoKnowsLessKeepsThePosition() {
        StreamRecord early = Records.record(KEY, "o1", 3);
        StreamRecord released = RULES.release(early, early.at(90_000, "avc1")).orElseThrow();
        assertThat(RULES.release(released, early)).contains(released);
    }

    @Test
    void tombstonesLiveLongerThanRecords() {
        assertThat(RULES.lifeOf(Records.record(KEY, "o1", 1))).isEqualTo(Duration.ofSeconds(12));
        assertThat(RULES.lifeOf(Records.tombstone(KEY, 1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anEpochIsKeptUntilItsTombstoneIsCertain() {
        assertThat(RULES.keptFor(Records.record(KEY, "o1", 1))).isGreaterThan(RULES.tombstoneLife());
        assertThat(RULES.keptFor(Records.tombstone(KEY, 1))).isEqualTo(RULES.tombstoneLife());
    }

    @Test
    void aRecordMustOutliveItsAnnouncements() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Succession(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofHours(1)))
                .withMessageContaining("cluster.announce-interval");
    }

    private static long nextStart(StreamRecord standing) {
        return ((Claim.Granted) RULES.claim(standing, Records.takeover(KEY, "o9"), Instant.EPOCH, SILENCE))
                .record()
                .timelineStartMs();
    }
}
