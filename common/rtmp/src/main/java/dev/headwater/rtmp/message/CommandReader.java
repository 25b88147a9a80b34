package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;
import java.util.Optional;

/** Reads the commands of a client (rtmp.md 7), as tolerantly as COMPAT asks. Stateless. */
public final class CommandReader {
    private CommandReader() {}

    /**
     * Reads a message of type 17 or 20. Empty for one that does not start with a name: it is to be ignored.
     *
     * @param streamId message stream id that it came on
     * @throws dev.headwater.rtmp.ProtocolException BAD_AMF or AMF_LIMIT
     */
    public static Optional<Command> read(int typeId, int streamId, byte[] payload, AmfLimits limits) {
        return CommandValues.read(typeId, payload, limits).map(values -> toCommand(streamId, values));
    }

    private static Command toCommand(int streamId, CommandValues values) {
        double id = values.transactionId();
        String name = values.name();
        return switch (name) {
            case "connect" -> connect(values);
            case "createStream" -> new Command.CreateStream(id);
            case "publish" -> new Command.Publish(id, streamId, values.text(0), PublishType.of(values.text(1)));
            case "play" -> play(streamId, values);
            case "play2" -> play2(streamId, values);
            case "pause", "pauseRaw" -> new Command.Pause(id, streamId, values.bool(0, true), values.number(1, 0));
            case "seek" -> new Command.Seek(id, streamId, values.number(0, 0));
            case "receiveAudio" -> new Command.ReceiveAudio(id, streamId, values.bool(0, true));
            case "receiveVideo" -> new Command.ReceiveVideo(id, streamId, values.bool(0, true));
            case "closeStream" -> new Command.CloseStream(id, streamId);
            case "deleteStream" -> new Command.DeleteStream(id, streamIdOr(streamId, values.argument(0)));
            case "releaseStream" -> new Command.ReleaseStream(id, values.text(0));
            case "FCPublish" -> new Command.FCPublish(id, values.text(0));
            case "FCUnpublish" -> new Command.FCUnpublish(id, values.text(0));
            case "FCSubscribe" -> new Command.FCSubscribe(id, values.text(0));
            case "FCUnsubscribe" -> new Command.FCUnsubscribe(id, values.text(0));
            case "getStreamLength", "getMovLen" -> new Command.GetStreamLength(id, values.text(0));
            case "_checkbw", "checkBandwidth" -> new Command.CheckBandwidth(id);
            case "set_playlist" -> new Command.SetPlaylist(id);
            case "_result", "_error" -> new Command.Answer(id, name);
            default -> isNotification(name) ? new Command.Answer(id, name) : new Command.Unsupported(id, name);
        };
    }

    private static Command connect(CommandValues values) {
        Map<String, AmfValue> properties = values.commandObject().properties();
        return new Command.Connect(
                values.transactionId(),
                Properties.text(properties, "app"),
                withoutQuotes(Properties.text(properties, "tcUrl")),
                properties,
                values.arguments());
    }

    private static Command play(int streamId, CommandValues values) {
        double id = values.transactionId();
        if (values.argument(0) instanceof AmfValue.Bool(boolean on) && !on) {
            return new Command.CloseStream(id, streamId); // Flash: play(false) stops
        }
        double start = values.number(1, Command.Play.ANY);
        return new Command.Play(id, streamId, values.text(0), start, values.number(2, -1), isReset(values));
    }

    /** Booleans, or numbers: 0 and 2 append, 1 and 3 clear the playlist before. */
    private static boolean isReset(CommandValues values) {
        return values.argument(3) instanceof AmfValue.Num(double mode) ? mode != 0 && mode != 2 : values.bool(3, true);
    }

    private static Command play2(int streamId, CommandValues values) {
        Map<String, AmfValue> options =
                (values.arguments().isEmpty() ? values.commandObject() : values.argument(0)).properties();
        return new Command.Play2(
                values.transactionId(),
                streamId,
                Properties.text(options, "streamName"),
                Properties.text(options, "oldStreamName"),
                Properties.text(options, "transition"),
                Properties.number(options, "start", Command.Play.ANY),
                Properties.number(options, "len", -1),
                options);
    }

    private static int streamIdOr(int messageStreamId, AmfValue argument) {
        return argument instanceof AmfValue.Num(double id) && id >= 1 && id <= Integer.MAX_VALUE
                ? (int) id
                : messageStreamId;
    }

    private static boolean isNotification(String name) {
        return name.length() > 2 && name.startsWith("on") && Character.isUpperCase(name.charAt(2));
    }

    private static String withoutQuotes(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
