package dev.headwater.testkit.lab;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What a member sees of its cluster, and whether it merges into another half of it now. Thread-safe. */
public final class MemberSight {
    private static final Set<LifecycleState> ENDS = EnumSet.of(LifecycleState.MERGED, LifecycleState.MERGE_FAILED);

    private final AtomicReference<LifecycleState> last = new AtomicReference<>(LifecycleState.MERGED);
    private final HazelcastInstance member;

    private MemberSight(HazelcastInstance member) {
        this.member = member;
    }

    /** Begins to look. */
    public static MemberSight of(HazelcastInstance member) {
        var sight = new MemberSight(member);
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGING || ENDS.contains(event.getState())) {
                sight.last.set(event.getState());
            }
        });
        return sight;
    }

    public LabMember.Sight now() {
        try {
            return new LabMember.Sight(member.getCluster().getMembers().size(), last.get() == LifecycleState.MERGING);
        } catch (HazelcastInstanceNotActiveException e) {
            return new LabMember.Sight(0, false);
        }
    }

    /** Whether all backups are where they should be. May block. */
    public boolean isSafe() {
        return member.getPartitionService().isClusterSafe();
    }
}
