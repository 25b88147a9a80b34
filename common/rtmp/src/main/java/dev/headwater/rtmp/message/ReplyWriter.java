package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.List;

/** Writes what a server says by command messages as AMF0 values (rtmp.md 7). Stateless. */
public final class ReplyWriter {
    private static final double NO_TRANSACTION = 0;

    private ReplyWriter() {}

    /** The payload of a message of type 20. */
    public static byte[] write(Reply reply) {
        return CommandValues.write(toValues(reply));
    }

    private static List<AmfValue> toValues(Reply reply) {
        return switch (reply) {
            case Reply.Result(double id, AmfValue properties, AmfValue info) -> values("_result", id, properties, info);
            case Reply.Failure(double id, AmfValue properties, Status status) ->
                values("_error", id, properties, status.toValue());
            case Reply.OnStatus(int _, Status status) -> notification("onStatus", status);
            case Reply.OnFCPublish(Status status) -> notification("onFCPublish", status);
            case Reply.OnFCUnpublish(Status status) -> notification("onFCUnpublish", status);
            case Reply.OnFCSubscribe(Status status) -> notification("onFCSubscribe", status);
            case Reply.OnFCUnsubscribe(Status status) -> notification("onFCUnsubscribe", status);
            case Reply.OnBWCheck(double id) -> values("onBWCheck", id, NULL);
            case Reply.OnBWDone() -> values("onBWDone", NO_TRANSACTION, NULL);
            case Reply.PlaylistReady() -> values("playlist_ready", NO_TRANSACTION, NULL);
            case Reply.Close() -> values("close", NO_TRANSACTION, NULL);
            case Reply.Unsupported(double id, String name) -> values(name, id, NULL);
        };
    }

    private static List<AmfValue> notification(String name, Status status) {
        return values(name, NO_TRANSACTION, NULL, status.toValue());
    }

    private static List<AmfValue> values(String name, double transactionId, AmfValue commandObject) {
        return List.of(new AmfValue.Text(name), new AmfValue.Num(transactionId), commandObject);
    }

    private static List<AmfValue> values(String name, double transactionId, AmfValue commandObject, AmfValue info) {
        return List.of(new AmfValue.Text(name), new AmfValue.Num(transactionId), commandObject, info);
    }
}
