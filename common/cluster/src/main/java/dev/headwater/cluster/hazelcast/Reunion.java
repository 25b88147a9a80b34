package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import dev.headwater.cluster.StreamDirectory;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether this node is still where the others are. One that stood still may have been given up, and believes, until it
 * merges, that they are gone: then its own part of the directory confirms whatever it says. Another data member's answer proves
 * that it was not given up, and the end of a merge that it knows the others' records. Who never had other data members has nobody to
 * fear. Thread-safe; its state is confined to a thread of its own.
 */
final class Reunion implements MembershipListener, LifecycleListener, AutoCloseable {
    private static final long PAUSE_MS = 250;

    private final HazelcastInstance hazelcast;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("headwater-cluster-reunion").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(); // of the thread above
    private boolean lostSome; // of the thread above

    Reunion(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
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
        var others = hazelcast.getCluster().getMembers().stream()
                .filter(member -> !member.localMember() && !member.isLiteMember())
                .toList();
        if (others.isEmpty() && !lostSome) {
            proven(asking);
        }
        for (Member other : others) {
            hazelcast.getExecutorService("ping").submitToMember(new Ping(), other, new ExecutionCallback<Boolean>() {
                @Override
                public void onResponse(Boolean answer) {
                    proven(asking);
                }

                @Override
                public void onFailure(Throwable cause) {
                    // it is asked again while it is in sight
                }
            });
        }
    }

    private static void proven(List<CompletableFuture<Void>> asking) {
        asking.forEach(proven -> proven.complete(null));
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        // it is asked with the others
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        if (!event.getMember().isLiteMember()) {
            thread.execute(() -> lostSome = true);
        }
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            thread.execute(() -> proven(waiting));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
