package dev.headwater.cluster;

/**
 * How this node sees its cluster, for {@code /readyz} and metrics.
 *
 * @param members nodes in sight, this one included; 0 once it has left
 * @param dataMembers those of them that hold the directory (origins)
 * @param joined this node is a member and somebody holds the directory
 */
public record ClusterView(int members, int dataMembers, boolean joined) {
    /** The view of a node that has left its cluster. */
    public static final ClusterView LEFT = new ClusterView(0, 0, false);
}
