package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a member merges into another half of its cluster now. Thread-safe. */
final class Merges {
    private static final Set<LifecycleState> ENDS = EnumSet.of(LifecycleState.MERGED, LifecycleState.MERGE_FAILED);

    private final AtomicReference<LifecycleState> last = new AtomicReference<>(LifecycleState.MERGED);

    private Merges() {}

    static Merges of(HazelcastCluster member) {
        var merges = new Merges();
        member.hazelcast().getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGING || ENDS.contains(event.getState())) {
                merges.last.set(event.getState());
            }
        });
        return merges;
    }

    boolean underWay() {
        return last.get() == LifecycleState.MERGING;
    }
}
