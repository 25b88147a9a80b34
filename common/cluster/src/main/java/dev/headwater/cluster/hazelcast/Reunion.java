package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.headwater.cluster.StreamDirectory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Finds out whether this node is still where the others are. One that stood still may have been given up, and believes, until it
 * merges, that they are gone: then its own part of the directory confirms whatever it says. The answer of another data member that was
 * awake proves that it was not given up, and the end of a merge that it knows the others' records. If those that answer slept, too, it takes
 * the answers of all, and none that has gone of late ({@link Wakefulness}): who had no other of late has nobody to fear. Thread-safe; its
 * state is confined to a thread of its own.
 */
final class Reunion implements LifecycleListener, AutoCloseable {
    private static final long PAUSE_MS = 250;

    private final HazelcastInstance hazelcast;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("headwater-cluster-reunion").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final Wakefulness wakefulness = new Wakefulness(System.nanoTime()); // of the thread above
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(); // of the thread above

    Reunion(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        Ping.answer(hazelcast, () -> wakefulness.isSure(System.nanoTime()));
        long tickMs = Wakefulness.TICK.toMillis();
        var _ = thread.scheduleWithFixedDelay(this::others, 0, tickMs, TimeUnit.MILLISECONDS);
    }

    /** Completes when it is proven after this call, or cannot be within {@link StreamDirectory#REUNITED_WITHIN}. */
    Future<Void> reunited() {
        var proven = new CompletableFuture<Void>();
        thread.execute(() -> {
            waiting.add(proven);
            if (waiting.size() == 1) {
                look();
            }
        });
        proven.completeOnTimeout(null, StreamDirectory.REUNITED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        return DirectoryCalls.onCallersContext(proven);
    }

    private void look() {
        waiting.removeIf(CompletableFuture::isDone);
        if (waiting.isEmpty()) {
            return;
        }
        var _ = thread.schedule(this::look, PAUSE_MS, TimeUnit.MILLISECONDS);
        var asking = List.copyOf(waiting);
        var answers = others().stream().map(this::ping).toList();
        for (CompletableFuture<Boolean> answer : answers) {
            var _ = answer.thenAcceptAsync(isSure -> provenIf(isSure, asking), thread);
        }
        var _ = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> provenIf(!wakefulness.hasLost(), asking), thread);
    }

    /** The other data members in sight, which is taken note of: this member is awake. */
    private List<Member> others() {
        var others = hazelcast.getCluster().getMembers().stream()
                .filter(member -> !member.localMember() && !member.isLiteMember())
                .toList();
        wakefulness.awake(ids(others), System.nanoTime());
        return others;
    }

    private static Set<UUID> ids(List<Member> members) {
        return members.stream().map(Member::getUuid).collect(Collectors.toSet());
    }

    /** Whether it was awake; fails if it does not answer. It is asked again while it is in sight. */
    private CompletableFuture<Boolean> ping(Member other) {
        var answer = new CompletableFuture<Boolean>();
        hazelcast.getExecutorService("ping").submitToMember(new Ping(), other, new ExecutionCallback<Boolean>() {
            @Override
            public void onResponse(Boolean sure) {
                answer.complete(sure);
            }

            @Override
            public void onFailure(Throwable cause) {
                answer.completeExceptionally(cause);
            }
        });
        return answer;
    }

    private static void provenIf(boolean proof, List<CompletableFuture<Void>> asking) {
        if (proof) {
            asking.forEach(proven -> proven.complete(null));
        }
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        switch (event.getState()) {
            case MERGING -> wakefulness.merging();
            case MERGED ->
                thread.execute(() -> {
                    wakefulness.merged();
                    provenIf(true, waiting);
                });
            default -> {}
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
