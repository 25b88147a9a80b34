package dev.headwater.loadtest.lab.machine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The way from a place to one address of the lab, narrowed to so many kilobits a second: a class of its own for that address,
 * and in it a token bucket with a queue of 200 ms, as a modem has. Whatever else the place sends is not touched.
 */
public final class SlowLink {
    private static final String DEVICE = "eth0";
    private static final Pattern OVER_LIMIT = Pattern.compile("overlimits (\\d+)");

    private final Place place;
    private final String address;
    private final String bucket;

    private SlowLink(Place place, String address, String bucket) {
        this.place = place;
        this.address = address;
        this.bucket = bucket;
    }

    /** @param number from 1, which no other link has */
    static SlowLink make(Place place, String address, int number, int kilobitsPerSecond) {
        String parent = "1:" + number;
        String bucket = 10 + number + ":";
        if (number == 1) {
            tc(place, "qdisc", "add", "dev", DEVICE, "root", "handle", "1:", "htb");
        }
        tc(place, "class", "add", "dev", DEVICE, "parent", "1:", "classid", parent, "htb", "rate", "1gbit");
        String rate = kilobitsPerSecond + "kbit";
        tc(
                place, "qdisc", "add", "dev", DEVICE, "parent", parent, "handle", bucket, "tbf", "rate", rate, "burst",
                "8kb", "latency", "200ms");
        tc(
                place,
                "filter",
                "add",
                "dev",
                DEVICE,
                "parent",
                "1:",
                "protocol",
                "ip",
                "prio",
                "1",
                "u32",
                "match",
                "ip",
                "dst",
                address + "/32",
                "flowid",
                parent);
        return new SlowLink(place, address, bucket);
    }

    /** The lab's address behind it, for clients to come from. */
    public InetAddress client() {
        try {
            return InetAddress.getByName(address); // a number: nobody is asked
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often a packet had to wait because it would have been over the rate, as the kernel counts it. */
    public long timesOverRate() {
        return timesOverRate(tc(place, "-s", "qdisc", "show", "dev", DEVICE), bucket);
    }

    /** A qdisc's figures stand in the lines below its handle. */
    static long timesOverRate(String text, String bucket) {
        int at = text.indexOf(" " + bucket);
        var found = OVER_LIMIT.matcher(text);
        return at >= 0 && found.find(at) ? Long.parseLong(found.group(1)) : 0;
    }

    private static String tc(Place place, String... words) {
        var command = new ArrayList<>(List.of(Tool.TC.path()));
        command.addAll(List.of(words));
        return Program.require(place.command(command));
    }
}
