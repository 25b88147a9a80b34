package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.Optional;

/** Reads what a server says by command messages (rtmp.md 7). Stateless. */
public final class ReplyReader {
    private ReplyReader() {}

    /**
     * Reads a message of type 17 or 20. Empty for one that does not start with a name: it is to be ignored.
     *
     * @param streamId message stream id that it came on
     * @throws dev.headwater.rtmp.ProtocolException BAD_AMF or AMF_LIMIT
     */
    public static Optional<Reply> read(int typeId, int streamId, byte[] payload, AmfLimits limits) {
        return CommandValues.read(typeId, payload, limits).map(values -> toReply(streamId, values));
    }

    private static Reply toReply(int streamId, CommandValues values) {
        double id = values.transactionId();
        return switch (values.name()) {
            case "_result" -> new Reply.Result(id, values.commandObject(), values.argument(0));
            case "_error" -> new Reply.Failure(id, values.commandObject(), status(values));
            case "onStatus" -> new Reply.OnStatus(streamId, status(values));
            case "onFCPublish" -> new Reply.OnFCPublish(status(values));
            case "onFCUnpublish" -> new Reply.OnFCUnpublish(status(values));
            case "onFCSubscribe" -> new Reply.OnFCSubscribe(status(values));
            case "onFCUnsubscribe" -> new Reply.OnFCUnsubscribe(status(values));
            case "onBWCheck", "_onbwcheck" -> new Reply.OnBWCheck(id);
            case "onBWDone", "_onbwdone" -> new Reply.OnBWDone();
            case "playlist_ready" -> new Reply.PlaylistReady();
            case "close" -> new Reply.Close();
            default -> new Reply.Unsupported(id, values.name());
        };
    }

    /** The information object, which some servers put in the place of the command object. */
    private static Status status(CommandValues values) {
        AmfValue info = values.arguments().isEmpty() ? values.commandObject() : values.argument(0);
        return Status.read(info);
    }
}
