package dev.headwater.loadtest.lab.machine;

import java.util.List;

/**
 * The ports that the kernel of a place chooses from for connections that it opens. Taken away, they are one that a listener
 * has; connections that are open stay. Only in a namespace: each has a range of its own.
 */
public final class LocalPorts {
    private static final String KEY = "net.ipv4.ip_local_port_range";

    private final Place place;
    private final String before;

    private LocalPorts(Place place, String before) {
        this.place = place;
        this.before = before;
    }

    /** From now on there is none. */
    public static LocalPorts take(Place place) {
        var ports = new LocalPorts(place, range(place));
        int listened = place.ports().rtmp();
        set(place, listened + " " + listened);
        return ports;
    }

    /** The lowest and the highest, as the kernel says them now. */
    public String range() {
        return range(place);
    }

    /** There are as many as before. */
    public void giveBack() {
        set(place, before);
    }

    private static String range(Place place) {
        return Program.require(place.command(List.of(Tool.SYSCTL.path(), "-n", KEY)))
                .replaceAll("\\s+", " ");
    }

    private static void set(Place place, String range) {
        Program.require(place.command(List.of(Tool.SYSCTL.path(), "-w", KEY + "=" + range)));
    }
}
