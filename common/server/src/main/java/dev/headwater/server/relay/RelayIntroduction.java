package dev.headwater.server.relay;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.tracing.Trace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a node that brings a publisher adds to its connect on a relay port.
 *
 * @param peer address of the publisher
 */
public record RelayIntroduction(String peer, Forwarded publisher) {
    static final String NODE = "node";
    private static final String PEER = "peer";
    private static final String PUBLISHER = "publisher";
    private static final String EPOCH = "epoch";
    private static final String GRANT = "grant";

    /** From here on a number is not exact on the wire (AMF numbers are doubles). */
    private static final long MAX_EXACT = 1L << 53;

    /** What may stand in a log line and in a record. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:%\\[\\]/-]{1,128}");

    /** For the connect object of {@code node} to {@code app}. */
    Map<String, AmfValue> properties(String app, String node, RelayGrants grants) {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put(PEER, AmfValue.text(peer));
        properties.put(PUBLISHER, AmfValue.text(publisher.publisherId()));
        properties.put(EPOCH, AmfValue.number((double) publisher.seenEpoch()));
        properties.put(GRANT, AmfValue.text(grants.sign(statement(app, node, peer, publisher))));
        return properties;
    }

    private static String[] statement(String app, String node, String peer, Forwarded publisher) {
        return new String[] {"introduce", app, node, peer, publisher.publisherId(), Long.toString(publisher.seenEpoch())
        };
    }

    /** Whom the callers of a relay port speak for. What is not as above, or not granted, is not believed. */
    public static CallerResolver callers(RelayGrants grants) {
        return (connect, address) -> caller(grants, connect, address);
    }

    private static CallerResolver.Caller caller(RelayGrants grants, Command.Connect connect, String address) {
        String traceparent = text(connect, Trace.TRACEPARENT);
        var itself = new CallerResolver.Caller(address, address, Forwarded.NOT, traceparent);
        String peer = text(connect, PEER);
        String publisherId = text(connect, PUBLISHER);
        String node = text(connect, NODE);
        if (peer.isEmpty() || publisherId.isEmpty() || node.isEmpty()) {
            return itself;
        }
        var publisher = new Forwarded(publisherId, epoch(connect));
        return grants.check(text(connect, GRANT), statement(connect.app(), node, peer, publisher))
                        == RelayGrants.Worth.GOOD
                ? new CallerResolver.Caller(peer, peer + " via=" + node, publisher, traceparent)
                : itself;
    }

    private static String text(Command.Connect connect, String name) {
        return connect.properties().get(name) instanceof AmfValue.Text(String text)
                        && SAFE.matcher(text).matches()
                ? text
                : "";
    }

    private static long epoch(Command.Connect connect) {
        return connect.properties().get(EPOCH) instanceof AmfValue.Num(double number)
                        && number >= 0
                        && number < MAX_EXACT
                ? (long) number
                : 0;
    }
}
