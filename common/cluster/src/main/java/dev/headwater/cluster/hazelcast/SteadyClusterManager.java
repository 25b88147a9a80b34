package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Vert.x's cluster manager on our Hazelcast member, made to bear a cluster of edges only: without a data member there is
 * nowhere to write this node's event-bus address and registrations, so they are kept, as the superclass does anyway, and
 * written when the first data member comes.
 */
final class SteadyClusterManager extends HazelcastClusterManager {
    SteadyClusterManager(HazelcastInstance hazelcast) {
        super(hazelcast);
    }

    @Override
    public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> done) {
        super.setNodeInfo(nodeInfo, orLater(done));
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        super.addRegistration(address, registration, orLater(done));
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        super.removeRegistration(address, registration, orLater(done));
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        if (!event.getMember().isLiteMember() && dataMembers(event) == 1) {
            // The superclass writes all that it keeps after a merge; an empty map to fill is the same case.
            super.stateChanged(new LifecycleEvent(LifecycleState.MERGED));
        }
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (dataMembers(event) > 0) {
            super.memberRemoved(event);
        } // else all that the superclass would tidy up went with the last data member
    }

    private static long dataMembers(MembershipEvent event) {
        return event.getMembers().stream()
                .filter(member -> !member.isLiteMember())
                .count();
    }

    /** Takes the lack of a data member for a success, since the superclass has kept what was to be written. */
    private static Completable<Void> orLater(Completable<Void> done) {
        return (_, failure) -> done.complete(null, failure instanceof NoDataMemberInClusterException ? null : failure);
    }
}
