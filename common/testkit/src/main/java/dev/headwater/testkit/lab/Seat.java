package dev.headwater.testkit.lab;

import java.util.List;

/**
 * Where a member of a {@link Lab} is.
 *
 * @param address where it listens, and where it says that it does
 * @param members {@code host:port} of the origins, as they say it
 * @param edge it only asks
 */
public record Seat(String cluster, String node, Wires.Address address, List<String> members, boolean edge) {
    private static final int FIELDS = 6;

    public Seat {
        members = List.copyOf(members);
    }

    /** The host and port that it tells the others. */
    public String told() {
        return "127.0.0.1:" + address.told();
    }

    /** For a process's command line. */
    public List<String> args() {
        return List.of(
                cluster,
                node,
                Integer.toString(address.told()),
                Integer.toString(address.real()),
                String.join(",", members),
                Boolean.toString(edge));
    }

    /** What {@link #args} gave, at the beginning of a command line. */
    public static Seat of(String[] args) {
        return new Seat(
                args[0],
                args[1],
                new Wires.Address(Integer.parseInt(args[2]), Integer.parseInt(args[3])),
                List.of(args[4].split(",", -1)),
                Boolean.parseBoolean(args[5]));
    }

    /** What follows {@link #args} on a command line. */
    public static List<String> rest(String[] args) {
        return List.of(args).subList(FIELDS, args.length);
    }
}
