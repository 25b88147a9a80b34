package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 */
class FrozenMemberTest {
    private static final Logger log = LoggerFactory.getLogger(FrozenMemberTest.class);
    private static final int STREAMS = 200;

    /** A record outlives the announcement that waits for a frozen member until that is given up. */
    private static final Succession AS_BY_DEFAULT =
            new Succession(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(30));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Set<StreamKey> vanished = ConcurrentHashMap.newKeySet();

    @Test
    void whatLivedIsStillThereWhenItThawsAndWhatDiedDoesNotComeBack() {
        try (Lab lab = new Lab(AS_BY_DEFAULT);
                ScheduledExecutorService announcer = Executors.newSingleThreadScheduledExecutor()) {
            LabMember o1 = lab.member("o1");
            LabMember edge = lab.member(Lab.EDGE);
            List<StreamRecord> living = claim(o1, "living");
            List<StreamRecord> dead = claim(lab.member("o2"), "dead"); // nobody announces them
            var _ = announcer.scheduleWithFixedDelay(() -> announce(o1, living), 0, 2_000, TimeUnit.MILLISECONDS);

            long frozen = System.nanoTime();
            lab.freezable().freeze();
            await().atMost(PATIENCE).until(() -> members(edge) == 3);
            log.info("a frozen member is noticed after {} ms", millisSince(frozen));
            await().atMost(PATIENCE).until(() -> find(edge, dead).isEmpty());
            var _ = announcer.scheduleWithFixedDelay(() -> watch(edge, living), 0, 100, TimeUnit.MILLISECONDS);

            long thawed = System.nanoTime();
            lab.freezable().thaw();
            await().atMost(PATIENCE).until(() -> members(edge) == 4);
            lab.awaitWhole();
            log.info("a thawed member has merged after {} ms", millisSince(thawed));

            assertThat(vanished).as("streams that nobody had for a moment").isEmpty();
            await().untilAsserted(
                            () -> assertThat(find(lab.freezable(), living)).hasSize(STREAMS));
            await().untilAsserted(() -> assertThat(find(lab.freezable(), dead)).isEmpty());
            StreamRecord next = ((Claim.Granted) lab.freezable()
                            .claim(dead.getFirst().key(), ClaimPolicy.REFUSE, 0)
                            .join())
                    .record();
            assertThat(next.epoch()).isEqualTo(2);
        }
    }

    private static List<StreamRecord> claim(LabMember owner, String name) {
        List<StreamRecord> claimed = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            var claim = owner.claim(new StreamKey("live", name + i), ClaimPolicy.TAKEOVER, 0);
            claimed.add(((Claim.Granted) claim.join()).record());
        }
        return claimed;
    }

    private static void announce(LabMember owner, List<StreamRecord> records) {
        CompletableFuture.allOf(records.stream().map(owner::announce).toArray(CompletableFuture[]::new))
                .join();
    }

    private void watch(LabMember member, List<StreamRecord> living) {
        Set<StreamKey> found = find(member, living);
        living.stream()
                .map(StreamRecord::key)
                .filter(key -> !found.contains(key))
                .forEach(vanished::add);
    }

    private static Set<StreamKey> find(LabMember member, List<StreamRecord> records) {
        return records.stream()
                .map(record -> member.find(record.key()).join())
                .flatMap(Optional::stream)
                .map(StreamRecord::key)
                .collect(Collectors.toSet());
    }

    private static int members(LabMember member) {
        return member.sight().join().members();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
