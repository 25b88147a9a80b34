package dev.headwater.cluster.hazelcast;

import dev.headwater.media.StreamKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Asks a member for names over and over, each again some time after its last answer, and keeps what it was told. Thread-safe;
 * asks from a thread of its own.
 *
 * <p>"Nobody has it" is an answer. No answer is none: who asks for a name that is at a frozen member waits until that is given
 * up, and is then told by the next one. Failed calls are counted apart.
 */
final class Lookout implements AutoCloseable {
    private static final int PAUSE_MS = 300;

    private final DirectoryMember member;
    private final Map<StreamKey, Answers> names = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private record Answers(AtomicInteger owned, AtomicInteger free, AtomicInteger failed) {}

    /** Begins. */
    Lookout(DirectoryMember member, List<StreamKey> keys) {
        this.member = member;
        keys.forEach(key -> names.put(key, new Answers(new AtomicInteger(), new AtomicInteger(), new AtomicInteger())));
        thread.execute(() -> names.forEach(this::look));
    }

    private void look(StreamKey key, Answers answers) {
        var _ = member.find(key).whenComplete((found, failure) -> {
            AtomicInteger heard = failure != null ? answers.failed : found.isPresent() ? answers.owned : answers.free;
            heard.incrementAndGet();
            if (!thread.isShutdown()) {
                var _ = thread.schedule(() -> look(key, answers), PAUSE_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** The names that had an owner at some time. */
    Set<StreamKey> owned() {
        return named(answers -> answers.owned.get() > 0);
    }

    /** The names that nobody had at some time. */
    Set<StreamKey> free() {
        return named(answers -> answers.free.get() > 0);
    }

    private Set<StreamKey> named(Predicate<Answers> condition) {
        Set<StreamKey> found = new TreeSet<>(Comparator.comparing(StreamKey::name));
        names.forEach((key, answers) -> {
            if (condition.test(answers)) {
                found.add(key);
            }
        });
        return found;
    }

    /** How often it was told, of all names together. */
    int answers() {
        return names.values().stream().mapToInt(Lookout::told).sum();
    }

    /** How often it was told of the name of which it was told least. */
    int fewestAnswers() {
        return names.values().stream().mapToInt(Lookout::told).min().orElse(0);
    }

    int failures() {
        return names.values().stream().mapToInt(answers -> answers.failed.get()).sum();
    }

    private static int told(Answers answers) {
        return answers.owned.get() + answers.free.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
