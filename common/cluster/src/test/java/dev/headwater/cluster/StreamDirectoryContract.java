package dev.headwater.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.StreamDirectory.Watch;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link StreamDirectory} does. Run against each of them; the names of streams are new in every test. */
public interface StreamDirectoryContract {
    AtomicInteger NEXT_NAME = new AtomicInteger();

    /** The directory as some node sees it; another one each time, where there are several. */
    StreamDirectory directory();

    /** The rules that the directory was made with: a record lives for a second or two. */
    Succession succession();

    /** Lets {@code time} pass, really or for this directory's clock. */
    void pass(Duration time);

    static StreamKey newKey() {
        return new StreamKey("live/show", "camera" + NEXT_NAME.incrementAndGet());
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static StreamRecord granted(Future<Claim> claim) {
        return ((Claim.Granted) get(claim)).record();
    }

    @Test
    default void anUnknownStreamHasNoOwner() {
        assertThat(get(directory().find(newKey()))).isEmpty();
    }

    @Test
    default void claimsOfOneOriginAtTheSameMomentAreNotOne() {
        StreamKey key = newKey();
        StreamDirectory directory = directory();
        List<Future<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claims.add(directory.claim(Records.takeover(key, "o1")));
        }
        assertThat(claims.stream().map(StreamDirectoryContract::granted).map(StreamRecord::epoch))
                .doesNotHaveDuplicates();
    }

    @Test
    default void aClaimOfAFreeNameStartsEpochOneAtTheStartOfTheTimeline() {
        StreamKey key = newKey();
        Claim.Granted claim = (Claim.Granted) get(directory().claim(Records.refuse(key, "o1")));

        assertThat(claim.previous()).isEmpty();
        assertThat(claim.record().key()).isEqualTo(key);
        assertThat(claim.record().originId()).isEqualTo("o1");
        assertThat(claim.record().relayHost()).isEqualTo("o1.example");
        assertThat(claim.record().relayPort()).isEqualTo(19_350);
        assertThat(claim.record().zone()).isEqualTo("west");
        assertThat(claim.record().epoch()).isEqualTo(1);
        assertThat(claim.record().timelineStartMs()).isZero();
        assertThat(get(directory().find(key))).contains(claim.record());
    }

    @Test
    default void aClaimGoesAboveTheEpochThatTheNodeHas() {
        StreamKey key = newKey();
        StreamRecord owned = granted(directory().claim(Records.claim(key, "o1", ClaimPolicy.TAKEOVER, 41)));
        assertThat(owned.epoch()).isEqualTo(42);

        StreamRecord raised = granted(directory().claim(Records.claim(key, "o1", ClaimPolicy.TAKEOVER, 99)));
        assertThat(raised.epoch()).isEqualTo(100);
    }

    @Test
    default void aClaimGoesAboveTheEpochThatThePublisherHasSeen() {
        StreamKey key = newKey();
        var back = new ClaimRequest(key, "o1", "o1.example", 19_350, "west", ClaimPolicy.TAKEOVER, 41, "p", 7);
        assertThat(granted(directory().claim(back)).epoch()).isEqualTo(42);
    }

    @Test
    default void theRefusingPolicyAnswersWhoHoldsTheName() {
        StreamKey key = newKey();
        StreamRecord owned = granted(directory().claim(Records.refuse(key, "o1")));

        assertThat(get(directory().claim(Records.refuse(key, "o2")))).isEqualTo(new Claim.HeldBy(owned));
        assertThat(get(directory().find(key))).contains(owned);
    }

    @Test
    default void aTakeoverTellsWhoWasThereAndGoesOnAboveItsTimeline() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.takeover(key, "o1")));
        StreamRecord announced = get(directory().announce(first.at(60_000, "avc1")));

        pass(Duration.ofSeconds(1));
        Claim.Granted second = (Claim.Granted) get(directory().claim(Records.takeover(key, "o2")));

        assertThat(second.previous()).contains(announced);
        assertThat(second.record().originId()).isEqualTo("o2");
        assertThat(second.record().epoch()).isEqualTo(2);
        assertThat(second.record().timelineStartMs())
                .as("the owner may have sent for the second that passed; an edge does not know how long it was")
                .isBetween(61_500L, 61_000 + succession().recordLife().toMillis());
    }

    @Test
    default void theLoserOfATakeoverLearnsOfItWhenItAnnounces() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.takeover(key, "o1")));
        StreamRecord second = granted(directory().claim(Records.takeover(key, "o2")));

        assertThat(get(directory().announce(first.at(1_000, "")))).isEqualTo(second);
        assertThat(get(directory().find(key))).contains(second);
    }

    @Test
    default void theLoserOfATakeoverCannotReleaseTheName() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.takeover(key, "o1")));
        StreamRecord second = granted(directory().claim(Records.takeover(key, "o2")));

        get(directory().release(first));

        assertThat(get(directory().find(key))).contains(second);
    }

    @Test
    default void anOwnerThatHearsOfAHigherEpochRisesAboveItAndStaysWhereItIs() {
        StreamKey key = newKey();
        StreamRecord owned =
                granted(directory().claim(Records.takeover(key, "o1"))).at(4_000, "avc1");

        StreamRecord raised = get(directory().raise(owned, 41));

        assertThat(raised.epoch()).isEqualTo(42);
        assertThat(raised.isSameClaim(owned)).isTrue();
        assertThat(raised.timelineMs()).isEqualTo(4_000);
        assertThat(get(directory().find(key))).contains(raised);
    }

    @Test
    default void anOwnerThatRaisesTwiceIsToldOfItsFirstRaise() {
        StreamRecord owned = granted(directory().claim(Records.takeover(newKey(), "o1")));
        StreamRecord raised = get(directory().raise(owned, 41));

        assertThat(get(directory().raise(owned, 41))).isEqualTo(raised);
        assertThat(get(directory().announce(owned))).isEqualTo(raised);
    }

    @Test
    default void theLoserOfATakeoverCannotRaiseItselfAboveTheWinner() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.takeover(key, "o1")));
        StreamRecord second = granted(directory().claim(Records.takeover(key, "o2")));

        assertThat(get(directory().raise(first, 41))).isEqualTo(second);
        assertThat(get(directory().find(key))).contains(second);
    }

    @Test
    default void ofTwoOwnersOfOneEpochTheHigherOriginIdStands() {
        StreamKey key = newKey();
        StreamRecord low = Records.record(key, "o1", 7);
        StreamRecord high = Records.record(key, "o2", 7);
        assertThat(get(directory().announce(low))).isEqualTo(low);
        assertThat(get(directory().announce(high))).isEqualTo(high);
        assertThat(get(directory().announce(low))).isEqualTo(high);
    }

    @Test
    default void aReleasedNameIsFreeAndItsEpochAndTimelineAreKept() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.refuse(key, "o1")));
        get(directory().release(first.at(90_000, "avc1")));
        assertThat(get(directory().find(key))).isEmpty();

        Claim.Granted second = (Claim.Granted) get(directory().claim(Records.refuse(key, "o2")));

        assertThat(second.record().epoch()).isEqualTo(2);
        assertThat(second.record().timelineStartMs()).isEqualTo(91_000);
        assertThat(second.previous()).map(StreamRecord::isTombstone).contains(true);
    }

    @Test
    default void aFreeNameTellsWhoPublishedIt() {
        StreamKey key = newKey();
        assertThat(get(directory().latest(key))).isEmpty();
        var request = new ClaimRequest(key, "o1", "o1.example", 19_350, "west", ClaimPolicy.REFUSE, 0, "p", 0);
        StreamRecord owned = granted(directory().claim(request));
        assertThat(get(directory().latest(key))).contains(owned);

        get(directory().release(owned));
        StreamRecord left = get(directory().latest(key)).orElseThrow();
        assertThat(left.isTombstone()).isTrue();
        assertThat(left.publisherId()).isEqualTo("p");
    }

    @Test
    default void aBuriedNameIsFreeAndItsTimelineIsAboveWhatItsOwnerMayHaveSent() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.refuse(key, "o1")));
        StreamRecord announced = get(directory().announce(first.at(60_000, "avc1")));

        pass(Duration.ofSeconds(1));
        get(directory().bury(announced));

        StreamRecord second = granted(directory().claim(Records.refuse(key, "o2")));
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(second.timelineStartMs())
                .as("an edge does not know how long it was")
                .isBetween(61_500L, 61_000 + succession().recordLife().toMillis());
    }

    @Test
    default void aRecordThatMovedIsNotBuried() {
        StreamRecord first = granted(directory().claim(Records.refuse(newKey(), "o1")));
        StreamRecord announced = get(directory().announce(first.at(60_000, "avc1")));

        get(directory().bury(first));

        assertThat(get(directory().find(first.key()))).contains(announced);
    }

    @Test
    default void aTombstoneOfALowerEpochGivesWayToAnAnnouncement() {
        StreamKey key = newKey();
        StreamRecord first = granted(directory().claim(Records.takeover(key, "o1")));
        get(directory().release(first));
        StreamRecord higher = Records.record(key, "o2", 2);

        assertThat(get(directory().announce(higher))).isEqualTo(higher);
        assertThat(get(directory().find(key))).contains(higher);
    }

    @Test
    default void anAnnouncementMovesTheRecordOn() {
        StreamKey key = newKey();
        StreamRecord owned = granted(directory().claim(Records.takeover(key, "o1")));
        StreamRecord later = owned.at(2_000, "avc1,mp4a");

        assertThat(get(directory().announce(later))).isEqualTo(later);
        assertThat(get(directory().find(key))).contains(later);
    }

    @Test
    default void aRecordThatIsNotAnnouncedEndsWithItsLifeAndLeavesItsEpoch() {
        StreamKey key = newKey();
        StreamRecord owned = granted(directory().claim(Records.refuse(key, "o1")));

        pass(succession().recordLife());
        await().until(() -> get(directory().find(key)).isEmpty());
        StreamRecord next = granted(directory().claim(Records.takeover(key, "o2")));

        assertThat(next.epoch()).isEqualTo(owned.epoch() + 1);
        assertThat(next.timelineStartMs())
                .isGreaterThanOrEqualTo(
                        owned.timelineMs() + succession().recordLife().toMillis());
    }

    @Test
    default void aClaimAtAnyMomentAroundTheEndOfARecordGoesAboveItsEpoch() {
        List<StreamRecord> ending = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ending.add(granted(directory().claim(Records.claim(newKey(), "o1", ClaimPolicy.TAKEOVER, 40))));
        }
        pass(succession().recordLife().minusMillis(100));
        for (StreamRecord end : ending) {
            pass(Duration.ofMillis(20));
            assertThat(granted(directory().claim(Records.takeover(end.key(), "o2")))
                            .epoch())
                    .isEqualTo(42);
        }
    }

    @Test
    default void announcingTheSameRecordKeepsItAlive() {
        StreamKey key = newKey();
        StreamRecord owned = granted(directory().claim(Records.refuse(key, "o1")));
        StreamDirectory directory = directory();
        long announcements =
                1 + succession().recordLife().dividedBy(succession().announceInterval());
        for (long i = 0; i < announcements; i++) {
            pass(succession().announceInterval());
            assertThat(get(directory.announce(owned))).isEqualTo(owned);
        }
        assertThat(get(directory().find(key))).contains(owned);
    }

    @Test
    default void theListHoldsOwnedStreamsOnly() {
        StreamRecord owned = granted(directory().claim(Records.takeover(newKey(), "o1")));
        StreamRecord released = granted(directory().claim(Records.takeover(newKey(), "o1")));
        get(directory().release(released));

        assertThat(get(directory().streams()))
                .contains(owned)
                .noneMatch(StreamRecord::isTombstone)
                .extracting(StreamRecord::key)
                .doesNotContain(released.key());
    }

    @Test
    default void aWatchHearsOfOwnersAndOfTheirEndAndThenNoMore() {
        StreamKey key = newKey();
        Queue<DirectoryChange> heard = new ConcurrentLinkedQueue<>();
        StreamDirectory watched = directory();
        Watch watch = watched.watch(change -> {
            if (change.key().equals(key)) {
                heard.add(change);
            }
        });
        StreamRecord owned = granted(directory().claim(Records.takeover(key, "o1")));
        await().until(() -> heard.contains(new DirectoryChange.Owned(owned)));
        get(directory().release(owned));
        await().until(() -> heard.contains(new DirectoryChange.Gone(key)));
        watch.close();
        watch.close(); // once more is harmless
        heard.clear();
        Queue<DirectoryChange> stillWatching = new ConcurrentLinkedQueue<>();
        try (Watch _ = watched.watch(stillWatching::add)) {
            StreamRecord again = granted(directory().claim(Records.takeover(key, "o1")));
            await().until(() -> stillWatching.contains(new DirectoryChange.Owned(again)));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    default void aWatchHearsWhenARecordEndsWithItsLife() {
        StreamKey key = newKey();
        Queue<DirectoryChange> heard = new ConcurrentLinkedQueue<>();
        try (Watch _ = directory().watch(heard::add)) {
            get(directory().claim(Records.takeover(key, "o1")));
            pass(succession().recordLife());
            await().until(() -> get(directory().find(key)).isEmpty());
            await().until(() -> heard.contains(new DirectoryChange.Gone(key)));
        }
    }

    @Test
    default void aWatcherThatThrowsHarmsNobody() {
        StreamKey key = newKey();
        Queue<DirectoryChange> heard = new ConcurrentLinkedQueue<>();
        StreamDirectory watched = directory();
        try (Watch _ = watched.watch(_ -> {
                    throw new IllegalStateException("a watcher's mistake, made on purpose");
                });
                Watch _ = watched.watch(heard::add)) {
            StreamRecord owned = granted(directory().claim(Records.takeover(key, "o1")));
            await().until(() -> heard.contains(new DirectoryChange.Owned(owned)));
        }
    }

    @Test
    default void racingClaimsGetEachAnEpochOfTheirOwnAndTheHighestOwnsTheName() throws Exception {
        StreamKey key = newKey();
        int nodes = 3;
        int claimsPerNode = 40;
        CountDownLatch start = new CountDownLatch(1);
        Queue<StreamRecord> granted = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            StreamDirectory directory = directory();
            String originId = "o" + node;
            threads.add(Thread.ofPlatform().start(() -> {
                long last = 0;
                awaitStart(start);
                for (int i = 0; i < claimsPerNode; i++) {
                    StreamRecord record = granted(directory.claim(Records.takeover(key, originId)));
                    assertThat(record.epoch()).isGreaterThan(last);
                    last = record.epoch();
                    granted.add(record);
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(granted).hasSize(nodes * claimsPerNode);
        assertThat(granted).extracting(StreamRecord::epoch).doesNotHaveDuplicates();
        StreamRecord owner = get(directory().find(key)).orElseThrow();
        assertThat(granted).contains(owner);
        assertThat(owner.epoch()).isEqualTo(granted.size());
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
