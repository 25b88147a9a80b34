package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import dev.headwater.cluster.StreamRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the streams of a lost member without waiting for the end of their records. Every data member does so for
 * every lost one; the steps are idempotent. A member on the smaller side of a split does nothing, since it is more
 * likely cut off than the others are dead. Its state is confined to a thread of its own.
 *
 * <p>A relay must not run twice (ADR 0010), and a member that is cut off or stands still may go on with its own: relays are freed
 * only if its machine says that its process is no more. To ask it may take as long as a name service does, and holds up no stream.
 */
final class Reclaimer implements MembershipListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);

    /** Members that vanish together are reported one by one; wait for the last of them before counting. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    private static final Duration MAJORITY_WINDOW = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final HazelcastStreamDirectory streams;
    private final HazelcastStreamDirectory relays;
    private final HazelcastNodeDirectory nodes;
    private final HazelcastUsesDirectory uses;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("headwater-directory-reclaim").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final MajoritySide majority = new MajoritySide(MAJORITY_WINDOW); // of the thread above

    Reclaimer(
            Cluster cluster,
            HazelcastStreamDirectory streams,
            HazelcastStreamDirectory relays,
            HazelcastNodeDirectory nodes,
            HazelcastUsesDirectory uses) {
        this.cluster = cluster;
        this.streams = streams;
        this.relays = relays;
        this.nodes = nodes;
        this.uses = uses;
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        // What it owns, it announces itself.
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        var member = event.getMember();
        String nodeId = member.getAttribute(MemberConfig.NODE_ID_ATTRIBUTE);
        if (nodeId == null) {
            return;
        }
        int before = event.getMembers().size() + 1;
        thread.execute(() -> majority.had(before, System.nanoTime()));
        var _ = thread.schedule(() -> reclaim(nodeId, member.getAddress()), SETTLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void reclaim(String nodeId, Address listened) {
        try {
            Collection<StreamRecord> left = streams.ownedBy(nodeId);
            int members = cluster.getMembers().size();
            if (!majority.holds(members, System.nanoTime())) {
                warnOfWaiting(
                        nodeId,
                        left.size(),
                        "with %d members left this side may be the one cut off".formatted(members));
            } else if (isHereAgain(nodeId)) {
                warnOfWaiting(nodeId, left.size(), "it has started again");
            } else {
                streams.reclaim(left);
                nodes.reclaim(nodeId);
                uses.reclaim(nodeId);
                LOG.info("node={} is gone, its streams={} are free, members={}", nodeId, left.size(), members);
                Thread.ofVirtual()
                        .name("headwater-directory-reclaim-relays")
                        .start(() -> reclaimRelays(nodeId, listened));
            }
        } catch (RuntimeException e) {
            LOG.warn("node={} is gone, its records stay until they run out: {}", nodeId, e.toString());
        }
    }

    /** On a thread of its own. */
    private void reclaimRelays(String nodeId, Address listened) {
        try {
            Collection<StreamRecord> left = relays.ownedBy(nodeId);
            if (!left.isEmpty() && DeadProcess.was(listened.getHost(), listened.getPort())) {
                relays.reclaim(left);
                LOG.info("node={} is dead, its relays={} are free", nodeId, left.size());
            }
        } catch (RuntimeException e) {
            LOG.warn("node={} is gone, its relays stay until their records run out: {}", nodeId, e.toString());
        }
    }

    private static void warnOfWaiting(String nodeId, int streams, String why) {
        if (streams > 0) {
            LOG.warn("node={} is gone, its streams={} stay until they run out: {}", nodeId, streams, why);
        }
    }

    private boolean isHereAgain(String nodeId) {
        for (Member member : cluster.getMembers()) {
            if (nodeId.equals(member.getAttribute(MemberConfig.NODE_ID_ATTRIBUTE))) {
                return true;
            }
        }
        return false;
    }
}
