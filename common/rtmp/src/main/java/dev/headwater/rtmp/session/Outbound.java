package dev.headwater.rtmp.session;

import dev.headwater.rtmp.chunk.ChunkEncoder;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.CommandWriter;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MessageType;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.ReplyWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes the messages of one side in chunks to its peer. Confined to the connection's event loop. */
final class Outbound {
    private static final int CONNECTION = 0;
    private static final int NO_TIME = 0;

    /** Enough for the chunk headers of most messages; the buffer grows for the others. */
    private static final int HEADERS_BYTES = 64;

    private final ChunkEncoder encoder = new ChunkEncoder();
    private final SessionOutput output;

    Outbound(SessionOutput output) {
        this.output = output;
    }

    void control(ControlMessage message) {
        write(message.typeId(), ChunkStreamId.CONTROL, CONNECTION, NO_TIME, message.payload());
    }

    /** Tells the peer how long our chunks are from now on, and makes them so. */
    void chunkSize(int bytes) {
        control(new ControlMessage.SetChunkSize(bytes));
        encoder.chunkSize(bytes);
    }

    void reply(Reply reply) {
        byte[] payload = ReplyWriter.write(reply);
        if (reply instanceof Reply.OnStatus(int streamId, var _)) {
            write(MessageType.COMMAND_AMF0, ChunkStreamId.STATUS, streamId, NO_TIME, payload);
        } else {
            write(MessageType.COMMAND_AMF0, ChunkStreamId.COMMAND, CONNECTION, NO_TIME, payload);
        }
    }

    /** A command on the connection itself. */
    void command(Command command) {
        write(MessageType.COMMAND_AMF0, ChunkStreamId.COMMAND, CONNECTION, NO_TIME, CommandWriter.write(command));
    }

    /** A command on a message stream. */
    void command(int streamId, Command command) {
        byte[] payload = CommandWriter.write(command);
        write(MessageType.COMMAND_AMF0, ChunkStreamId.STREAM_COMMAND, streamId, NO_TIME, payload);
    }

    /** A data message that is ours and no frame of a stream. */
    void data(int streamId, byte[] payload) {
        write(MessageType.DATA_AMF0, ChunkStreamId.STATUS, streamId, NO_TIME, payload);
    }

    void media(MediaMessage message, byte[] payload) {
        MediaMessage.Kind kind = message.kind();
        write(kind.typeId(), ChunkStreamId.of(kind), message.streamId(), message.timestamp(), payload);
    }

    private void write(int typeId, int chunkStreamId, int streamId, int timestamp, byte[] payload) {
        ByteBuf bytes = ByteBufAllocator.DEFAULT.buffer(payload.length + HEADERS_BYTES);
        encoder.encode(typeId, chunkStreamId, streamId, timestamp, payload, bytes);
        output.write(bytes);
    }
}
