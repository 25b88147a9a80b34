package dev.headwater.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a node that starts, or that is cut off, looks for the others. */
public sealed interface Seeds {
    /** Nowhere: the node stands alone until somebody joins it. */
    Seeds NONE = new Members(List.of());

    /**
     * Nodes by name.
     *
     * @param members each {@code host:port}; may name this node ({@code cluster.members})
     */
    record Members(List<String> members) implements Seeds {
        private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");

        public Members {
            members = List.copyOf(members);
            for (String member : members) {
                Matcher hostPort = HOST_PORT.matcher(member);
                if (!hostPort.matches()) {
                    throw new IllegalArgumentException("cluster.members: '%s' is not host:port".formatted(member));
                }
                Addresses.requirePort("cluster.members: the port of " + member, Integer.parseInt(hostPort.group(2)));
            }
        }
    }

    /**
     * All addresses that a name has at that moment, as a headless Service of Kubernetes has those of its pods; this node's may
     * be among them.
     *
     * @param name asked of the machine's resolver ({@code cluster.dns-name})
     * @param port of every member behind it
     */
    record DnsName(String name, int port) implements Seeds {
        public DnsName {
            Addresses.requireHost("cluster.dns-name", name);
            Addresses.requirePort("cluster.port, where cluster.dns-name looks for members,", port);
        }
    }

    static Seeds members(List<String> members) {
        return new Members(members);
    }
}
