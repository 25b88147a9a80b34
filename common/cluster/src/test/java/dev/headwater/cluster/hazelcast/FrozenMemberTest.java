package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that is frozen until the others have given it up, and thaws: it believes for a while that all others died, in
 * whose half of the cluster everything is at its place. (SIGSTOP of a process.)
 *
 * <p>Names whose owners died meanwhile are in its half still, and a merge prefers an owner to the tombstone of the same epoch: it
 * cannot tell who is dead from who was buried alive. They may come back, for a record's life, and once.
 */
class FrozenMemberTest {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenMemberTest.class);
    private static final int STREAMS = 200;
    private static final int LOOKS = 20;

    private static final Succession AS_BY_DEFAULT = new Succession(
            Succession.DEFAULT.announceInterval(), Succession.DEFAULT.recordLife(), Duration.ofSeconds(60));

    /** Just before the next announcements, when those at a frozen member are the oldest. */
    private static final Duration TO_THE_WORST_MOMENT =
            AS_BY_DEFAULT.announceInterval().multipliedBy(2).minusMillis(100);

    /** A record's life, and for the look that ends it. */
    private static final Duration BURIED_AGAIN = AS_BY_DEFAULT.recordLife().plusSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void whatLivesHasItsOwnerThroughoutAndWhatDiedIsBuriedAgain() {
        try (Lab<DirectoryMember> lab = DirectoryMember.lab(AS_BY_DEFAULT);
                ScheduledExecutorService announcer = Executors.newSingleThreadScheduledExecutor()) {
            RemoteMember frozen = DirectoryMember.freezable(lab);
            DirectoryMember o1 = lab.member("o1");
            DirectoryMember edge = lab.member(Lab.EDGE);
            List<StreamRecord> living = claim(o1, "living");
            List<StreamRecord> dead = claim(lab.member("o2"), "dead"); // nobody announces them
            List<StreamRecord> own = claim(frozen, "own");
            announce(announcer, o1, living);
            try (Lookout onLiving = new Lookout(edge, keys(living))) {
                await().pollDelay(TO_THE_WORST_MOMENT).until(() -> true);

                int before = onLiving.answers();
                long frozenAt = System.nanoTime();
                frozen.freeze();
                await().atMost(PATIENCE).until(() -> members(edge) == 3);
                LOG.info("a frozen member is noticed after {} ms", millisSince(frozenAt));
                assertThat(onLiving.answers() - before)
                        .as("answers while it was not noticed")
                        .isGreaterThan(STREAMS);
                await().atMost(PATIENCE).until(() -> find(edge, dead).isEmpty());
                List<StreamRecord> taken = claim(o1, "own");

                long thawed = System.nanoTime();
                frozen.thaw();
                frozen.reunited().join();
                LOG.info("a thawed member is reunited after {} ms", millisSince(thawed));
                assertThat(announce(frozen, own))
                        .as("what the thawed one is told of what was its own")
                        .containsExactlyElementsOf(taken);
                await().atMost(PATIENCE).until(() -> members(edge) == 4);
                lab.awaitWhole();
                LOG.info("a thawed member has merged after {} ms", millisSince(thawed));
                await().until(() -> find(frozen, living).size() == STREAMS);
                LOG.info("{} answers, {} failures", onLiving.answers(), onLiving.failures());
                assertThat(onLiving.fewestAnswers()).isGreaterThan(LOOKS);
                assertThat(onLiving.free())
                        .as("streams that nobody had for a moment")
                        .isEmpty();
            }

            LOG.info("{} of the dead have come back", find(edge, dead).size());
            await().atMost(BURIED_AGAIN).until(() -> find(edge, dead).isEmpty());
            try (Lookout onDead = new Lookout(edge, keys(dead))) {
                await().atMost(PATIENCE).until(() -> onDead.fewestAnswers() > LOOKS);
                assertThat(onDead.owned()).as("streams that came back").isEmpty();
            }
            StreamRecord next = ((Claim.Granted) frozen.claim(dead.getFirst().key(), ClaimPolicy.REFUSE, 0)
                            .join())
                    .record();
            assertThat(next.epoch()).isEqualTo(2);
        }
    }

    @Test
    void membersThatWereFrozenTogetherDoNotTakeEachOthersWord() {
        try (Lab<DirectoryMember> lab = DirectoryMember.lab(AS_BY_DEFAULT, Set.of("o2", "o3"))) {
            DirectoryMember o1 = lab.member("o1");
            List<RemoteMember> frozen =
                    List.of(DirectoryMember.freezable(lab, "o2"), DirectoryMember.freezable(lab, "o3"));
            List<StreamRecord> own = claim(frozen.getFirst(), "own");
            frozen.forEach(RemoteMember::freeze);
            await().atMost(PATIENCE).until(() -> members(o1) == 2);
            claim(o1, "own");

            long thawed = System.nanoTime();
            frozen.forEach(RemoteMember::thaw);
            frozen.getFirst().reunited().join();
            long waited = millisSince(thawed);
            LOG.info("one of two thawed members is reunited after {} ms", waited);

            if (waited < StreamDirectory.REUNITED_WITHIN.toMillis()) { // the halves may need longer than it waits
                assertThat(announce(frozen.getFirst(), own))
                        .as(
                                "what it is told of what was its own: taken, and perhaps buried since, as nobody announces it")
                        .extracting(StreamRecord::epoch)
                        .containsOnly(2L);
            }
        }
    }

    private static List<StreamRecord> claim(DirectoryMember owner, String name) {
        List<StreamRecord> claimed = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            var claim = owner.claim(new StreamKey("live", name + i), ClaimPolicy.TAKEOVER, 0);
            claimed.add(((Claim.Granted) claim.join()).record());
        }
        return claimed;
    }

    /** As an origin does: all at the same interval, without those of which the last has no answer yet. */
    private static void announce(
            ScheduledExecutorService announcer, DirectoryMember owner, List<StreamRecord> records) {
        Map<StreamRecord, CompletableFuture<?>> last = new ConcurrentHashMap<>();
        records.forEach(record -> last.put(record, CompletableFuture.completedFuture(record)));
        var _ = announcer.scheduleAtFixedRate(
                () -> last.replaceAll((record, answer) -> answer.isDone() ? owner.announce(record) : answer),
                0,
                AS_BY_DEFAULT.announceInterval().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static List<StreamRecord> announce(DirectoryMember owner, List<StreamRecord> records) {
        var asked = records.stream().map(owner::announce).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static List<StreamKey> keys(List<StreamRecord> records) {
        return records.stream().map(StreamRecord::key).toList();
    }

    private static Set<StreamKey> find(DirectoryMember member, List<StreamRecord> records) {
        var asked = records.stream().map(record -> member.find(record.key())).toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .map(StreamRecord::key)
                .collect(Collectors.toSet());
    }

    private static int members(DirectoryMember member) {
        return member.sight().join().members();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
