package dev.headwater.server.control;

import dev.headwater.server.clients.Clients;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A client in the whole cluster, written {@code edge-1/mf3k2z9x}.
 *
 * @param number see {@link dev.headwater.server.clients.ClientSnapshot#number}
 */
record ClientId(String node, long number) implements Comparable<ClientId> {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,128})/([0-9a-z]{1,12})");
    private static final Comparator<ClientId> ORDER =
            Comparator.comparing(ClientId::node).thenComparingLong(ClientId::number);

    /** @throws MessageException if it is not written as above */
    static ClientId parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new MessageException("a client's id is <node>/<digits and small letters>", text);
        }
        return new ClientId(parts.group(1), Clients.number(parts.group(2)));
    }

    @Override
    public int compareTo(ClientId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "/" + Clients.id(number);
    }
}
