package dev.headwater.loadtest.lab.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place on this machine with a network, mounts and processes of its own, so that no packet of the lab touches the
 * machine's network and no process outlives the lab. Root makes it as it is; others become root of a user namespace.
 */
public final class PrivateMachine {
    /** Set in the lab that runs inside. A node would take one that begins with HEADWATER_ for a key. */
    private static final String INSIDE = "INSIDE_FAULT_LAB";

    private static final List<String> AS_ROOT =
            List.of("--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child");

    private static final List<String> AS_USER =
            List.of("--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child");

    /** Where ip keeps the names of namespaces; ours must not be the machine's. */
    private static final String OWN_RUN = "mount -t tmpfs tmpfs /run && mkdir /run/netns";

    private final List<String> way;

    private PrivateMachine(List<String> way) {
        this.way = way;
    }

    /** Whether this process runs inside one. */
    public static boolean isHere() {
        return System.getenv(INSIDE) != null;
    }

    /** What came of looking for one: a way in, or the obstacle. */
    public sealed interface Search {
        record Found(PrivateMachine machine) implements Search {}

        record None(String obstacle) implements Search {}
    }

    /** Tries all that the lab will do in it: namespaces, links between them, and rules. */
    public static Search search() {
        Optional<String> missing = Tool.missing(true);
        if (missing.isPresent()) {
            return new Search.None(missing.get());
        }
        String trial = String.join(
                " && ",
                OWN_RUN,
                Tool.IP.path() + " netns add trial",
                Tool.IP.path() + " link add name one type veth peer name two netns trial",
                Tool.IP.path() + " link add name bridge type bridge",
                Tool.IP.path() + " netns exec trial " + Tool.IPTABLES.path()
                        + " -w -A INPUT -p tcp -m multiport --ports 5701,5702 -j DROP");
        String obstacle = "";
        for (var way : List.of(AS_ROOT, AS_USER)) {
            var machine = new PrivateMachine(way);
            var result = Program.run(machine.unshare(List.of("sh", "-c", trial)));
            if (result.isSuccess()) {
                return new Search.Found(machine);
            }
            obstacle = result.output().replaceAll("\\s*\\R\\s*", "; ");
        }
        return new Search.None("no network namespaces here: " + obstacle);
    }

    /** {@code command} inside, with the names of namespaces kept apart. */
    public List<String> command(List<String> command) {
        var inside = new ArrayList<>(List.of("sh", "-c", OWN_RUN + " && " + INSIDE + "=yes exec \"$@\"", "lab"));
        inside.addAll(command);
        return unshare(inside);
    }

    private List<String> unshare(List<String> command) {
        var whole = new ArrayList<>(List.of(Tool.UNSHARE.path()));
        whole.addAll(way);
        whole.addAll(command);
        return whole;
    }
}
