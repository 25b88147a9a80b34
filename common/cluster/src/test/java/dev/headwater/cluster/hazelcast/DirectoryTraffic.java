package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Epoch;
import dev.headwater.testkit.history.Traffic;
import dev.headwater.testkit.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Publishers at every origin that claim, announce, release and die, and who ask, all for few names, with a record of what
 * they were told. Thread-safe.
 */
final class DirectoryTraffic implements Traffic {
    private static final List<StreamKey> KEYS =
            IntStream.range(0, 5).mapToObj(i -> new StreamKey("live", "k" + i)).toList();

    private static final int PUBLISHERS_PER_ORIGIN = 3;
    private static final int LONGEST_CALL_SECONDS = 20;

    private final Lab<DirectoryMember> lab;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger publishers = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Place, Long> published = new ConcurrentHashMap<>();
    private volatile boolean claiming = true;
    private volatile boolean over;

    /** A name at a node, until that dies: one that is started again knows nothing of it. */
    private record Place(DirectoryMember member, StreamKey key) {}

    /** Begins. The same seed lets everybody want the same. */
    DirectoryTraffic(Lab<DirectoryMember> lab, long seed) {
        this.lab = lab;
        var seeds = new Random(seed);
        for (String origin : Lab.ORIGINS) {
            for (int i = 0; i < PUBLISHERS_PER_ORIGIN; i++) {
                var random = new Random(seeds.nextLong());
                threads.add(Thread.ofVirtual().start(() -> publish(origin, random)));
            }
        }
        var random = new Random(seeds.nextLong());
        threads.add(Thread.ofVirtual().start(() -> query(random)));
    }

    @Override
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void calmDown() {
        claiming = false;
    }

    @Override
    public int names() {
        return KEYS.size();
    }

    @Override
    public void end() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while the traffic ends", e);
            }
        }
    }

    @Override
    public List<Call> settled() {
        List<Call> settled = new ArrayList<>();
        for (DirectoryMember member : lab.live().values()) {
            for (StreamKey key : KEYS) {
                ask(member, key)
                        .ifPresent(call -> settled.add(new Call(
                                call.node(),
                                call.publisher(),
                                call.name(),
                                call.fromNanos(),
                                call.toNanos(),
                                new Outcome.Settled(((Outcome.Found) call.outcome()).epoch()))));
            }
        }
        return settled;
    }

    private void publish(String node, Random random) {
        while (!over) {
            pause(20 + random.nextInt(150));
            DirectoryMember member = lab.live().get(node);
            if (claiming && member != null) {
                StreamKey key = KEYS.get(random.nextInt(KEYS.size()));
                ClaimPolicy policy = random.nextInt(4) == 0 ? ClaimPolicy.REFUSE : ClaimPolicy.TAKEOVER;
                long from = System.nanoTime();
                var place = new Place(member, key);
                // as an origin does: above the epochs of what is and was published there
                if (answer(member.claim(key, policy, published.getOrDefault(place, 0L)))
                                .orElse(null)
                        instanceof Claim.Granted granted) {
                    var publisher = new Publisher(member, node + "#" + publishers.incrementAndGet(), granted.record());
                    published.merge(place, granted.record().epoch(), Math::max);
                    publisher.tell(from, new Outcome.Granted(epoch(granted.record())));
                    publisher.goOn(random);
                }
            }
        }
    }

    /** One ownership, from its claim on. */
    private final class Publisher {
        private final DirectoryMember member;
        private final String name;
        private StreamRecord record;

        Publisher(DirectoryMember member, String name, StreamRecord record) {
            this.member = member;
            this.name = name;
            this.record = record;
        }

        void tell(long from, Outcome outcome) {
            calls.add(new Call(member.nodeId(), name, record.key().toString(), from, System.nanoTime(), outcome));
        }

        void goOn(Random random) {
            int announcements = random.nextInt(12);
            for (int i = 0; !over; i++) {
                pause(20 + random.nextInt(150));
                long from = System.nanoTime();
                if (!isAlive()) {
                    tell(from, new Outcome.Died());
                    return;
                }
                if (i >= announcements && claiming && random.nextInt(3) > 0) {
                    leave(random, from);
                    return;
                }
                if (hasLost(from)) {
                    return;
                }
            }
        }

        private boolean isAlive() {
            return member.equals(lab.live().get(member.nodeId()));
        }

        private boolean hasLost(long from) {
            record = record.at(record.timelineMs() + 100, "");
            StreamRecord standing = answer(member.announce(record)).orElse(null);
            if (standing == null) {
                return false; // not known; a live stream goes on
            }
            if (standing.isSameEpoch(record)) {
                tell(from, new Outcome.Confirmed(epoch(record)));
                return false;
            }
            tell(from, new Outcome.Lost(epoch(record), epoch(standing)));
            tell(System.nanoTime(), new Outcome.TakenOver());
            return true;
        }

        private void leave(Random random, long from) {
            if (random.nextInt(3) == 0) {
                tell(from, new Outcome.Died());
            } else {
                answer(member.release(record));
                tell(from, new Outcome.Released());
            }
        }
    }

    private void query(Random random) {
        while (!over) {
            pause(5);
            List<DirectoryMember> members = List.copyOf(lab.live().values());
            if (!members.isEmpty()) {
                ask(members.get(random.nextInt(members.size())), KEYS.get(random.nextInt(KEYS.size())))
                        .ifPresent(calls::add);
            }
        }
    }

    private static Optional<Call> ask(DirectoryMember member, StreamKey key) {
        long from = System.nanoTime();
        return answer(member.find(key))
                .map(found -> new Call(
                        member.nodeId(),
                        "query",
                        key.toString(),
                        from,
                        System.nanoTime(),
                        new Outcome.Found(found.map(DirectoryTraffic::epoch))));
    }

    private static Epoch epoch(StreamRecord record) {
        return new Epoch(record.epoch(), record.originId());
    }

    /** Empty if the call failed: then nobody was told anything. */
    private static <T> Optional<T> answer(CompletableFuture<T> call) {
        try {
            return Optional.ofNullable(
                    call.orTimeout(LONGEST_CALL_SECONDS, TimeUnit.SECONDS).join());
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    private static void pause(int millis) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }
}
