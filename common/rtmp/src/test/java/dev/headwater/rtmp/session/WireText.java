package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.Amf0Reader;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.chunk.ChunkDecoder;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.DataMessages;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what a side has written, a line for each message: control messages as their records, commands as
 * {@code name transaction @stream code-or-value}, data as {@code data @stream name}, frames as {@code type @stream time hex}.
 */
final class WireText {
    private final ChunkDecoder decoder = new ChunkDecoder(SessionLimits.DEFAULTS.chunkLimits());
    private final List<String> lines = new ArrayList<>();
    private final List<List<AmfValue>> commands = new ArrayList<>();

    /** The lines of what was written since the last call. */
    List<String> read(byte[] bytes) {
        lines.clear();
        decoder.decode(Unpooled.wrappedBuffer(bytes), this::message);
        return List.copyOf(lines);
    }

    /** The values of every command so far. */
    List<List<AmfValue>> commands() {
        return commands;
    }

    private void message(int typeId, int streamId, int timestamp, byte[] payload) {
        if (ControlMessage.isControl(typeId)) {
            ControlMessage control = ControlMessage.read(typeId, payload);
            if (control instanceof ControlMessage.SetChunkSize(int bytes)) {
                decoder.chunkSize(bytes);
            }
            lines.add(control.toString());
            return;
        }
        lines.add(
                switch (typeId) {
                    case 20 -> command(streamId, payload);
                    case 18 -> "data @%d %s".formatted(streamId, DataMessages.nameOf(payload));
                    default -> "%d @%d %d %s".formatted(typeId, streamId, timestamp, ByteBufUtil.hexDump(payload));
                });
    }

    private String command(int streamId, byte[] payload) {
        var values = new ArrayList<AmfValue>();
        var reader = new Amf0Reader(Unpooled.wrappedBuffer(payload));
        while (reader.hasMore()) {
            values.add(reader.read());
        }
        commands.add(values);
        AmfValue last = values.getLast();
        String text = last.property("code").asText().orElseGet(() -> switch (last) {
            case AmfValue.Num(double number) -> Integer.toString((int) number);
            case AmfValue.Text(String value) -> value;
            case AmfValue.Bool(boolean value) -> Boolean.toString(value);
            default -> "-";
        });
        return "%s %d @%d %s"
                .formatted(
                        values.getFirst().asText().orElse("?"),
                        (int) values.get(1).asNumber(-1),
                        streamId,
                        text);
    }
}
