package dev.headwater.deploy.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;

/**
 * {@value #MEMBERS} clients that come and go again and again, so often a second in all if the machine can, each time with the
 * credentials of the time. Thread-safe.
 *
 * @param <C> those
 */
final class Crowd<C> implements AutoCloseable {
    static final int MEMBERS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(MEMBERS);
    private final BiPredicate<C, Integer> letIn;
    private final AtomicReference<C> credentials;
    private final Map<Integer, C> last = new ConcurrentHashMap<>();
    private final AtomicInteger letInSoFar = new AtomicInteger();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    /**
     * They begin to come.
     *
     * @param aSecond how often in all
     * @param letIn whether who comes with these credentials, as this member of the crowd, is let in; on any thread
     */
    Crowd(int aSecond, C credentials, BiPredicate<C, Integer> letIn) {
        this.letIn = letIn;
        this.credentials = new AtomicReference<>(credentials);
        for (int i = 0; i < MEMBERS; i++) {
            int member = i;
            var _ = threads.scheduleAtFixedRate(
                    () -> come(member),
                    TimeUnit.SECONDS.toMicros(member) / aSecond,
                    TimeUnit.SECONDS.toMicros(MEMBERS) / aSecond,
                    TimeUnit.MICROSECONDS);
        }
    }

    private void come(int member) {
        var with = credentials.get();
        try {
            if (letIn.test(with, member)) {
                letInSoFar.incrementAndGet();
            } else {
                refused.add("member %d with %s".formatted(member, with));
            }
        } catch (RuntimeException | AssertionError e) {
            refused.add("member %d with %s: %s".formatted(member, with, e));
        }
        last.put(member, with);
    }

    /** From now on they come with these; returns when nobody is under way with others. */
    void use(C next) {
        credentials.set(next);
        await("all of them come with " + next)
                .atMost(PATIENCE)
                .until(() -> last.size() == MEMBERS && last.values().stream().allMatch(next::equals));
    }

    /** Returns when this many more have been let in. */
    void awaitMore(int count) {
        int before = letInSoFar.get();
        await(count + " more are let in").atMost(PATIENCE).until(() -> letInSoFar.get() >= before + count);
    }

    int letInSoFar() {
        return letInSoFar.get();
    }

    /** Who was refused, or not answered, and with what. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** No more come; waits for those who are under way. */
    @Override
    public void close() {
        threads.close();
    }
}
