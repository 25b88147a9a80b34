package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.lab.Lab;
import dev.headwater.testkit.lab.LabMember;
import dev.headwater.testkit.lab.Seat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A member that is asked what its directory is. Thread-safe. */
interface DirectoryMember extends LabMember {
    /** The one that has a process of its own, if nothing else is said. */
    String FREEZABLE = "o3";

    static Lab<DirectoryMember> lab(Succession succession) {
        return lab(succession, Set.of(FREEZABLE));
    }

    /** @param freezable origins that have a process of their own; the others are in this one */
    static Lab<DirectoryMember> lab(Succession succession, Set<String> freezable) {
        return new Lab<>(seat -> start(seat, succession, freezable));
    }

    private static CompletableFuture<? extends DirectoryMember> start(
            Seat seat, Succession succession, Set<String> freezable) {
        return freezable.contains(seat.node())
                ? RemoteMember.start(seat, succession)
                : LocalMember.start(seat, succession);
    }

    static RemoteMember freezable(Lab<DirectoryMember> lab) {
        return freezable(lab, FREEZABLE);
    }

    static RemoteMember freezable(Lab<DirectoryMember> lab, String node) {
        return (RemoteMember) lab.member(node);
    }

    CompletableFuture<Claim> claim(StreamKey key, ClaimPolicy policy, long ownEpoch);

    CompletableFuture<StreamRecord> announce(StreamRecord record);

    CompletableFuture<Void> release(StreamRecord record);

    CompletableFuture<Optional<StreamRecord>> find(StreamKey key);
}
