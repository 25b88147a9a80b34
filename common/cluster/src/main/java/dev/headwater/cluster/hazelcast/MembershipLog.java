package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for this node's own coming, for each other node that comes or goes, and for each merge. The oldest member, which each
 * line names, keeps the list of all. Thread-safe.
 */
final class MembershipLog implements MembershipListener, LifecycleListener {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipLog.class);

    private final AtomicInteger merges = new AtomicInteger();

    /** How often the cluster was whole again after it was split, with this node on the side that gave way. */
    int merges() {
        return merges.get();
    }

    /** This node is one of {@code members} now. */
    void joined(Collection<Member> members) {
        LOG.info("in the cluster: {}", state(members));
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        LOG.info("{} has joined the cluster: {}", name(event.getMember()), state(event.getMembers()));
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        if (event.getMembers().stream().allMatch(Member::isLiteMember)) {
            LOG.warn(
                    "{} has left the cluster: {}; the directory is gone until an origin joins, streams go on",
                    name(event.getMember()),
                    state(event.getMembers()));
        } else {
            LOG.info("{} has left the cluster: {}", name(event.getMember()), state(event.getMembers()));
        }
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        switch (event.getState()) {
            case MERGING -> LOG.warn("the cluster was split; this side merges into the other one");
            case MERGED -> {
                merges.incrementAndGet();
                LOG.warn("merged; every node announces its records again");
            }
            case MERGE_FAILED -> LOG.warn("the merge failed, and Hazelcast has ended this node's member");
            default -> {}
        }
    }

    private static String name(Member member) {
        return "node=%s at %s".formatted(member.getAttribute(MemberConfig.NODE_ID_ATTRIBUTE), member.getAddress());
    }

    /** @param members in the order in which they came */
    private static String state(Collection<Member> members) {
        long origins = members.stream().filter(member -> !member.isLiteMember()).count();
        return "nodes=%d origins=%d oldest=%s"
                .formatted(
                        members.size(),
                        origins,
                        members.iterator().next().getAttribute(MemberConfig.NODE_ID_ATTRIBUTE));
    }
}
