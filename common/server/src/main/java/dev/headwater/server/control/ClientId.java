package dev.headwater.server.control;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A client in the whole cluster, written {@code edge-1/rtmp/mf3k2z9x}.
 *
 * @param number see {@link dev.headwater.server.rtmp.ClientSnapshot#number}
 */
record ClientId(String node, String port, long number) implements Comparable<ClientId> {
    /** The one port whose clients are listed. */
    static final String RTMP = "rtmp";

    private static final int RADIX = 36;
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,128})/(" + RTMP + ")/([0-9a-z]{1,12})");
    private static final Comparator<ClientId> ORDER =
            Comparator.comparing(ClientId::node).thenComparing(ClientId::port).thenComparingLong(ClientId::number);

    /** @throws MessageException if it is not written as above */
    static ClientId parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new MessageException("a client's id is <node>/rtmp/<digits and small letters>", text);
        }
        return new ClientId(parts.group(1), parts.group(2), Long.parseLong(parts.group(3), RADIX));
    }

    @Override
    public int compareTo(ClientId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "/" + port + "/" + Long.toString(number, RADIX);
    }
}
