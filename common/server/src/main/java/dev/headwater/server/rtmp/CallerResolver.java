package dev.headwater.server.rtmp;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PushMark;

/** Resolves who is at the other end of a connection: on a public port whom the socket shows, on the relay port whom a node speaks for. */
@FunctionalInterface
public interface CallerResolver {
    /** Property of Publish.Start that tells a forwarding node the epoch. */
    String EPOCH = "epoch";

    /** Nobody is believed to speak for another. */
    CallerResolver PUBLIC =
            (connect, address) -> connect.properties().get(PushMark.PROPERTY) instanceof AmfValue.Text(String mark)
                    ? new Caller(address, address, Forwarded.NOT, "", new PushMark(mark))
                    : Caller.itself(address);

    /**
     * Called once per connection, with its first command.
     *
     * @param address of the socket
     */
    Caller resolve(Command.Connect connect, String address);

    /**
     * One who calls.
     *
     * @param address of the client itself
     * @param named the same for logs, with the node in between if there is one
     * @param traceparent the place in a trace that its connection is of; empty if a node told of none
     * @param pushed what it says that it pushes
     */
    record Caller(String address, String named, Forwarded forwarded, String traceparent, PushMark pushed) {
        /** A node may speak for it. */
        public Caller(String address, String named, Forwarded forwarded, String traceparent) {
            this(address, named, forwarded, traceparent, PushMark.NONE);
        }

        /** It speaks for itself. */
        static Caller itself(String address) {
            return new Caller(address, address, Forwarded.NOT, "");
        }
    }
}
