package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.Amf0Reader;
import dev.headwater.rtmp.amf.Amf0Writer;
import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of one command message by their places, as tolerant as clients need: a missing transaction id counts as 0 and
 * a missing command object as null, without shifting the arguments.
 */
record CommandValues(String name, double transactionId, AmfValue commandObject, List<AmfValue> arguments) {
    CommandValues {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a message of type 17 or 20; a type 17 one has a format byte in front (rtmp.md 5.3). Empty for a message that
     * does not start with a name: it means nothing.
     *
     * @throws dev.headwater.rtmp.ProtocolException BAD_AMF or AMF_LIMIT
     */
    static Optional<CommandValues> read(int typeId, byte[] payload, AmfLimits limits) {
        boolean hasFormatByte = typeId == MessageType.COMMAND_AMF3 && payload.length > 0 && payload[0] == 0;
        int start = hasFormatByte ? 1 : 0;
        var reader = new Amf0Reader(Unpooled.wrappedBuffer(payload, start, payload.length - start), limits);
        if (!reader.hasMore() || !(reader.read() instanceof AmfValue.Text(String name))) {
            return Optional.empty();
        }
        var rest = new ArrayList<AmfValue>();
        while (reader.hasMore()) {
            rest.add(reader.read());
        }
        return Optional.of(of(name, rest));
    }

    /** The payload of a message of type 20. */
    static byte[] write(List<AmfValue> values) {
        ByteBuf out = Unpooled.buffer();
        var writer = new Amf0Writer(out);
        values.forEach(writer::write);
        return ByteBufUtil.getBytes(out);
    }

    /** Takes the values of a message whose first one is the command's name. */
    static CommandValues of(String name, List<AmfValue> rest) {
        int at = 0;
        double transactionId = 0;
        if (at < rest.size() && rest.get(at) instanceof AmfValue.Num(double id)) {
            transactionId = id;
            at++;
        }
        AmfValue commandObject = AmfValue.Nothing.NULL;
        if (at < rest.size() && isCommandObject(rest.get(at))) {
            commandObject = rest.get(at);
            at++;
        }
        return new CommandValues(name, transactionId, commandObject, rest.subList(at, rest.size()));
    }

    /** Text of an argument; a number as people write it; empty if it is missing or anything else. */
    String text(int index) {
        return switch (argument(index)) {
            case AmfValue.Text(String value) -> value;
            case AmfValue.Num(double value)
            when value == Math.rint(value) && Math.abs(value) < 1L << 53 -> Long.toString((long) value);
            default -> "";
        };
    }

    double number(int index, double otherwise) {
        return argument(index).asNumber(otherwise);
    }

    /** Truth of an argument; a number is true unless 0. */
    boolean bool(int index, boolean otherwise) {
        return argument(index).asBoolean(otherwise);
    }

    AmfValue argument(int index) {
        return index < arguments.size() ? arguments.get(index) : AmfValue.Nothing.UNDEFINED;
    }

    private static boolean isCommandObject(AmfValue value) {
        return switch (value) {
            case AmfValue.Obj _ -> true;
            case AmfValue.EcmaArray _ -> true;
            case AmfValue.Nothing _ -> true;
            default -> false;
        };
    }
}
