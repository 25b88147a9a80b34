package dev.headwater.rtmp.session;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;
import static dev.headwater.rtmp.amf.AmfValue.Nothing.UNDEFINED;

import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.ControlMessage.SetPeerBandwidth;
import dev.headwater.rtmp.message.DataMessages;
import dev.headwater.rtmp.message.EnhancedCapabilities;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.message.UserControl;
import java.util.List;
import java.util.Map;

/**
 * Says what a server has to say, in the order and on the ids that real clients need (rtmp.md 7, COMPAT 1). Confined to the
 * connection's event loop.
 */
final class ServerReplies {
    /** What we do of Enhanced RTMP: everything passes through untouched, and we know how to ask a client to move. */
    private static final EnhancedCapabilities OURS = new EnhancedCapabilities(
            List.of(),
            Map.of("*", EnhancedCapabilities.CAN_FORWARD),
            Map.of("*", EnhancedCapabilities.CAN_FORWARD),
            EnhancedCapabilities.RECONNECT,
            0);

    private final Outbound outbound;

    ServerReplies(Outbound outbound) {
        this.outbound = outbound;
    }

    /** The window is announced before; the chunk size comes before anything that is longer than 128 bytes. */
    void connectAccepted(Command.Connect connect, ServerSettings settings) {
        outbound.control(new SetPeerBandwidth(settings.windowBytes(), SetPeerBandwidth.DYNAMIC));
        outbound.chunkSize(settings.chunkSize());
        // FMLE depends on the order of these
        AmfValue properties = new AmfProperties()
                .put("fmsVer", "FMS/3,0,1,123")
                .put("capabilities", 31)
                .put("mode", 1)
                .putAll(OURS.toProperties())
                .object();
        Status status = Status.of(
                StatusCode.CONNECT_SUCCESS,
                "Connection succeeded.",
                Map.of("objectEncoding", AmfValue.number(connect.objectEncoding())));
        outbound.reply(new Reply.Result(connect.transactionId(), properties, status.toValue()));
    }

    void connectRefused(Command.Connect connect, ServerSettings settings, StatusCode code, String description) {
        outbound.chunkSize(settings.chunkSize());
        outbound.reply(new Reply.Failure(connect.transactionId(), NULL, Status.of(code, description)));
    }

    /** The command failed. Nothing is sent for a transaction id of 0: no answer is wanted. */
    void failure(double transactionId, StatusCode code, String description) {
        if (transactionId != 0) {
            outbound.reply(new Reply.Failure(transactionId, NULL, Status.of(code, description)));
        }
    }

    /** The command succeeded. Nothing is sent for a transaction id of 0: no answer is wanted. */
    void done(double transactionId, AmfValue value) {
        if (transactionId != 0) {
            outbound.reply(new Reply.Result(transactionId, NULL, value));
        }
    }

    void done(double transactionId) {
        done(transactionId, UNDEFINED);
    }

    void streamCreated(double transactionId, int streamId) {
        outbound.reply(new Reply.Result(transactionId, NULL, AmfValue.number(streamId)));
    }

    /** A status of a message stream, or of the connection on id 0. */
    void status(int streamId, StatusCode code, String description, Map<String, AmfValue> extra) {
        outbound.reply(new Reply.OnStatus(streamId, Status.of(code, description, extra)));
    }

    void status(int streamId, StatusCode code, String description) {
        status(streamId, code, description, Map.of());
    }

    void delay(int streamId, int micros) {
        outbound.control(new UserControl.StreamDelay(streamId, micros));
    }

    void ping(int timestamp) {
        outbound.control(new UserControl.PingRequest(timestamp));
    }

    void publishAnnounced(String name) {
        outbound.reply(new Reply.OnFCPublish(Status.of(StatusCode.PUBLISH_START, name)));
    }

    void unpublishAnnounced(String name) {
        outbound.reply(new Reply.OnFCUnpublish(Status.of(StatusCode.UNPUBLISH_SUCCESS, name)));
    }

    void subscribed(String name) {
        outbound.reply(new Reply.OnFCSubscribe(Status.of(StatusCode.PLAY_START, name)));
    }

    void unsubscribed(String name) {
        outbound.reply(new Reply.OnFCUnsubscribe(Status.of(StatusCode.PLAY_STOP, name)));
    }

    void playlistReady() {
        outbound.reply(new Reply.PlaylistReady());
    }

    void publishStarted(int streamId, Map<String, AmfValue> extra) {
        status(streamId, StatusCode.PUBLISH_START, "Publishing started.", extra);
    }

    /** Never followed by a NetStream.Data.Start: ffmpeg takes it for a data stream and probes for seconds. */
    void playStarted(int streamId, boolean reset, Map<String, AmfValue> extra) {
        outbound.control(new UserControl.StreamBegin(streamId));
        if (reset) {
            status(streamId, StatusCode.PLAY_RESET, "Playing and resetting.");
        }
        status(streamId, StatusCode.PLAY_START, "Playing.", extra);
        outbound.data(
                streamId,
                DataMessages.write(
                        AmfValue.text(DataMessages.SAMPLE_ACCESS), AmfValue.bool(true), AmfValue.bool(true)));
    }

    void playSwitched(int streamId) {
        AmfValue info =
                Status.of(StatusCode.PLAY_TRANSITION_COMPLETE, "Switched.").toValue();
        outbound.data(streamId, DataMessages.write(AmfValue.text(DataMessages.ON_PLAY_STATUS), info));
    }

    void playEnded(int streamId, String description) {
        status(streamId, StatusCode.PLAY_UNPUBLISH_NOTIFY, description);
        outbound.control(new UserControl.StreamEof(streamId));
        status(streamId, StatusCode.PLAY_STOP, description);
    }

    void paused(int streamId) {
        status(streamId, StatusCode.PAUSE_NOTIFY, "Paused.");
        outbound.control(new UserControl.StreamEof(streamId));
    }

    void resumed(int streamId) {
        outbound.control(new UserControl.StreamBegin(streamId));
        status(streamId, StatusCode.UNPAUSE_NOTIFY, "Playing on at the live edge.");
    }

    /** A live stream cannot be wound; ffmpeg throws all frames away until it has heard this. */
    void sought(int streamId) {
        status(streamId, StatusCode.SEEK_NOTIFY, "A live stream plays on.");
    }

    /** Audio or video was switched on again, as Flash Media Server says it. */
    void received(int streamId) {
        sought(streamId);
        status(streamId, StatusCode.PLAY_START, "Playing.");
    }
}
