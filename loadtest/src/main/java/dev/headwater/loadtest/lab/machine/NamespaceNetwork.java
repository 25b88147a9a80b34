package dev.headwater.loadtest.lab.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A network namespace for each node, joined by a bridge; the lab itself is on the bridge.
 *
 * <pre>
 *   lab: publishers, players, DNS  198.18.0.1
 *     |
 *   bridge --- veth --- [origin-1  198.18.1.1]   iptables of the namespace make the cuts
 *          --- veth --- [edge-1    198.18.1.2]
 * </pre>
 *
 * Only inside a {@link PrivateMachine}. The addresses are those set aside for such tests (RFC 2544, 12).
 */
public final class NamespaceNetwork implements Network {
    private static final String BRIDGE = "lab";
    private static final String HERE = "198.18.0.1";

    /**
     * Ours, and locally administered. A bridge without an address of its own takes the lowest of its ports, and another one as ports
     * come and go, while nodes send to the one that they know: they would not reach the lab.
     */
    static final String BRIDGE_ADDRESS = "02:00:c6:12:00:01";

    private static final int MOST_PLACES = 200;

    private final List<String> names = new ArrayList<>();
    private final NameService nameService;
    private final List<FarLink> farLinks = new ArrayList<>();
    private int renewed;
    private int cuts;
    private int slowLinks;

    public NamespaceNetwork() {
        if (!PrivateMachine.isHere()) {
            throw new IllegalStateException("the machine's own network is not ours to change");
        }
        ip("link", "set", "lo", "up");
        ip("link", "add", "name", BRIDGE, "address", BRIDGE_ADDRESS, "type", "bridge");
        ip("addr", "add", HERE + "/16", "dev", BRIDGE);
        ip("link", "set", BRIDGE, "up");
        nameService = NameService.at(HERE);
    }

    @Override
    public Place place(String name) {
        int number = names.size() + 1;
        if (number > MOST_PLACES) {
            throw new IllegalArgumentException("the lab has room for %d nodes".formatted(MOST_PLACES));
        }
        String host = "198.18.1." + number;
        String link = link(number);
        ip("netns", "add", name);
        names.add(name);
        ip("link", "add", "name", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("link", "set", link, "master", BRIDGE, "up");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "link", "set", "lo", "up");
        return at(name, host);
    }

    private Place at(String name, String host) {
        ip("-n", name, "addr", "add", host + "/16", "dev", "eth0");
        nameService.add(NameService.of(name), host);
        if (name.startsWith("origin")) {
            nameService.add(NameService.ORIGINS, host);
        }
        return new Place(name, host, Ports.DEFAULTS, List.of(Tool.IP.path(), "netns", "exec", name));
    }

    @Override
    public Place renew(Place place) {
        nameService.remove(place.host());
        ip("-n", place.name(), "addr", "flush", "dev", "eth0");
        return at(place.name(), "198.18.3." + ++renewed);
    }

    private static String link(int number) {
        return "v" + number;
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public Cut cut(Collection<Place> some, Collection<Place> others, Cut.Traffic traffic) {
        return Cut.make("CUT" + ++cuts, some, others, traffic);
    }

    @Override
    public Cut cutOff(Place place) {
        return Cut.around("CUT" + ++cuts, place);
    }

    @Override
    public Cut lose(Place place, double share) {
        return Cut.lossy("CUT" + ++cuts, place, share);
    }

    @Override
    public SlowLink slowLink(Place place, int kilobitsPerSecond) {
        String address = "198.18.2." + ++slowLinks;
        ip("addr", "add", address + "/32", "dev", BRIDGE);
        return SlowLink.make(place, address, slowLinks, kilobitsPerSecond);
    }

    /** Its link leaves the bridge, and a cable carried by hand is put in between. */
    @Override
    public FarLink moveAway(Place place, Duration oneWay) {
        String link = link(names.indexOf(place.name()) + 1);
        String end = "far" + farLinks.size();
        String plug = "plug" + farLinks.size();
        ip("link", "add", "name", end, "type", "veth", "peer", "name", plug);
        ip(
                "link",
                "set",
                link,
                "nomaster",
                "arp",
                "off"); // or the lab would answer for its own addresses, from near by
        ip("link", "set", end, "arp", "off", "up");
        ip("link", "set", plug, "master", BRIDGE, "up");
        var made = FarLink.between(link, end, oneWay);
        farLinks.add(made);
        return made;
    }

    @Override
    public NameService names() {
        return nameService;
    }

    @Override
    public String describe() {
        return "network namespaces, joined by a bridge";
    }

    @Override
    public void close() {
        nameService.close();
        for (int far = 0; far < farLinks.size(); far++) {
            farLinks.get(far).close();
            ip("link", "delete", "far" + far);
        }
        farLinks.clear();
        for (int number = 1; number <= names.size(); number++) {
            // A namespace lives on while a socket in it lingers, and so would the link.
            Program.run(List.of(Tool.IP.path(), "link", "delete", link(number)));
        }
        names.forEach(name -> ip("netns", "delete", name));
        names.clear();
        ip("link", "delete", BRIDGE);
    }

    private static void ip(String... words) {
        var command = new ArrayList<>(List.of(Tool.IP.path()));
        command.addAll(List.of(words));
        Program.require(command);
    }
}
