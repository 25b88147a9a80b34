package dev.headwater.loadtest.lab.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Packets that are dropped in silence, by rules in the namespaces of one side. The rules count: a cut that dropped nothing
 * did not happen. Confined to the lab's thread.
 */
public final class Cut {
    /** What is dropped. */
    public enum Traffic {
        /** Everything, both ways. */
        ALL,
        /** The ports of members and event bus, both ways; media goes on. */
        CLUSTER,
        /** Everything but the ports of members and event bus, both ways. */
        MEDIA,
        /** What the others send to the ones named first; the other way goes on. */
        INBOUND
    }

    /** A rule as it was appended. */
    private record Rule(Place place, List<String> words) {}

    private final String chain;
    private final Collection<Place> places;
    private final List<Rule> rules = new ArrayList<>();
    private long droppedPackets;
    private boolean healed;

    private Cut(String chain, Collection<Place> places) {
        this.chain = chain;
        this.places = List.copyOf(places);
    }

    static Cut make(String chain, Collection<Place> some, Collection<Place> others, Traffic traffic) {
        var cut = new Cut(chain, some);
        for (var place : some) {
            iptables(place, List.of("-N", chain));
            if (traffic == Traffic.MEDIA) {
                iptables(place, with(with(List.of("-A", chain), clusterPorts(place)), List.of("-j", "RETURN")));
            }
            iptables(place, List.of("-A", chain, "-j", "DROP"));
            for (var other : others) {
                if (!other.equals(place)) {
                    cut.drop(place, other, traffic);
                }
            }
        }
        return cut;
    }

    /** Everything that goes into or out of the place, but not what stays in it. */
    static Cut around(String chain, Place place) {
        var cut = new Cut(chain, List.of(place));
        iptables(place, List.of("-N", chain));
        iptables(place, List.of("-A", chain, "-j", "DROP"));
        cut.append(place, List.of("INPUT", "!", "-i", "lo", "-j", chain));
        cut.append(place, List.of("OUTPUT", "!", "-o", "lo", "-j", chain));
        return cut;
    }

    /** That share of what goes into or out of the place, by chance, but not of what stays in it. */
    static Cut lossy(String chain, Place place, double share) {
        var cut = new Cut(chain, List.of(place));
        iptables(place, List.of("-N", chain));
        var chance = List.of("-m", "statistic", "--mode", "random", "--probability", Double.toString(share));
        iptables(place, with(with(List.of("-A", chain), chance), List.of("-j", "DROP")));
        cut.append(place, List.of("INPUT", "!", "-i", "lo", "-j", chain));
        cut.append(place, List.of("OUTPUT", "!", "-o", "lo", "-j", chain));
        return cut;
    }

    private void drop(Place place, Place other, Traffic traffic) {
        var ports = traffic == Traffic.CLUSTER ? clusterPorts(place) : List.<String>of();
        append(place, with(with(List.of("INPUT", "-s", other.host()), ports), List.of("-j", chain)));
        if (traffic != Traffic.INBOUND) {
            append(place, with(with(List.of("OUTPUT", "-d", other.host()), ports), List.of("-j", chain)));
        }
    }

    private void append(Place place, List<String> words) {
        iptables(place, with(List.of("-A"), words));
        rules.add(new Rule(place, words));
    }

    /** How many packets the rules have dropped so far. */
    public long droppedPackets() {
        if (!healed) {
            droppedPackets = places.stream().mapToLong(this::countAt).sum();
        }
        return droppedPackets;
    }

    private long countAt(Place place) {
        return iptables(place, List.of("-nvxL", chain))
                .lines()
                .filter(line -> line.contains(" DROP "))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[0]))
                .sum();
    }

    /** Lets packets flow again. Idempotent. */
    public void heal() {
        if (healed) {
            return;
        }
        droppedPackets();
        healed = true;
        rules.forEach(rule -> iptables(rule.place(), with(List.of("-D"), rule.words())));
    }

    private static List<String> clusterPorts(Place place) {
        String ports = place.ports().ofCluster().stream().map(String::valueOf).collect(Collectors.joining(","));
        return List.of("-p", "tcp", "-m", "multiport", "--ports", ports);
    }

    private static List<String> with(List<String> words, List<String> more) {
        return Stream.concat(words.stream(), more.stream()).toList();
    }

    private static String iptables(Place place, List<String> words) {
        return Program.require(place.command(with(List.of(Tool.IPTABLES.path(), "-w"), words)));
    }
}
