package dev.headwater.loadtest.lab.fault;

import java.util.List;
import java.util.stream.Collectors;

/** All faults that the lab can make, in the order of {@code lab all}. */
public final class Faults {
    public static final List<Fault> ALL = List.of(
            new NoFault(),
            new OriginKilled(),
            new OriginVanished(),
            OriginTerminated.PLAIN,
            OriginTerminated.CAPABLE,
            new EdgeCutFromOrigin(EdgeCutFromOrigin.Way.BOTH),
            new EdgeCutFromOrigin(EdgeCutFromOrigin.Way.TO_ORIGIN),
            new EdgeCutFromOrigin(EdgeCutFromOrigin.Way.TO_EDGE),
            new EdgeCutFromOrigin(EdgeCutFromOrigin.Way.MEDIA),
            new EdgeCutFromOrigin(EdgeCutFromOrigin.Way.MEDIA_OF_ALL),
            SplitBrain.TAKEN_OVER,
            SplitBrain.NOTHING_GOES_THROUGH,
            SplitBrain.ANEW,
            new SplitInPeace(),
            new OriginsKilled(),
            new OriginFrozen(),
            MemberFrozen.PUBLISHED_AT_ORIGINS,
            MemberFrozen.PUBLISHED_AT_EDGES,
            EdgeGone.KILLED,
            EdgeGone.SILENT,
            new OldestMemberKilled(),
            new NamesGone(),
            RollingRestart.SAME,
            RollingRestart.UPGRADE,
            new RollingUpdate(),
            StartTogether.BY_ADDRESS,
            StartTogether.BY_NAME,
            new ClocksApart(),
            new Takeover(),
            new ThunderingHerd(),
            new Churn(),
            ParentGone.KILLED,
            ParentGone.FROZEN,
            ParentGone.DRAINED,
            ParentGone.CUT,
            ParentGone.ORPHANED,
            new RelayKilled(),
            new OtherFormat(),
            new MembersGone(),
            new MemoryShort(),
            MemoryGone.HEAP,
            MemoryGone.DIRECT,
            new LocalPortsGone(),
            new DescriptorsGone(),
            PacketLoss.ONE_PERCENT,
            PacketLoss.FIVE_PERCENT,
            new StarvedPlayer(),
            new FarEdge());

    private Faults() {}

    /** Those of that id; all of them for {@code all}. @throws IllegalArgumentException if there is none */
    public static List<Fault> named(String id) {
        if (id.equals("all")) {
            return ALL;
        }
        var found =
                ALL.stream().filter(fault -> fault.id().equalsIgnoreCase(id)).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no fault '%s': all, %s"
                    .formatted(id, ALL.stream().map(Fault::id).collect(Collectors.joining(", "))));
        }
        return found;
    }
}
