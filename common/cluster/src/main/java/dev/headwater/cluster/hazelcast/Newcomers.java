package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.BiConsumer;

/** Tells of the other nodes, of those that are there and of those that come. Thread-safe. */
record Newcomers(Member self, BiConsumer<String, InetAddress> watcher) implements InitialMembershipListener {
    @Override
    public void init(InitialMembershipEvent event) {
        event.getMembers().forEach(this::tell);
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        tell(event.getMember());
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        // who has gone is nobody's newcomer
    }

    private void tell(Member member) {
        String nodeId = member.getAttribute(MemberConfig.NODE_ID_ATTRIBUTE);
        if (member.equals(self) || nodeId == null) {
            return;
        }
        try {
            watcher.accept(nodeId, member.getAddress().getInetAddress());
        } catch (UnknownHostException e) {
            // a name that this machine does not know is not told
        }
    }
}
