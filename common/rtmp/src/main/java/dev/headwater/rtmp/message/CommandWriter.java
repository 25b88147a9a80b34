package dev.headwater.rtmp.message;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.ArrayList;
import java.util.List;

/** Writes the commands of a client as AMF0 values (rtmp.md 7). Stateless. */
public final class CommandWriter {
    private CommandWriter() {}

    /** The payload of a message of type 20. */
    public static byte[] write(Command command) {
        return CommandValues.write(toValues(command));
    }

    private static List<AmfValue> toValues(Command command) {
        return switch (command) {
            case Command.Connect connect -> connect(connect);
            case Command.CreateStream c -> values("createStream", c);
            case Command.Publish c ->
                values("publish", c, text(c.name()), text(c.type().wireName()));
            case Command.Play c ->
                values("play", c, text(c.name()), num(c.start()), num(c.duration()), bool(c.reset()));
            case Command.Play2 c -> values("play2", c, new AmfValue.Obj("", c.properties()));
            case Command.Pause c -> values("pause", c, bool(c.paused()), num(c.positionMs()));
            case Command.Seek c -> values("seek", c, num(c.positionMs()));
            case Command.ReceiveAudio c -> values("receiveAudio", c, bool(c.wanted()));
            case Command.ReceiveVideo c -> values("receiveVideo", c, bool(c.wanted()));
            case Command.CloseStream c -> values("closeStream", c);
            case Command.DeleteStream c -> values("deleteStream", c, num(c.streamId()));
            case Command.ReleaseStream c -> values("releaseStream", c, text(c.name()));
            case Command.FCPublish c -> values("FCPublish", c, text(c.name()));
            case Command.FCUnpublish c -> values("FCUnpublish", c, text(c.name()));
            case Command.FCSubscribe c -> values("FCSubscribe", c, text(c.name()));
            case Command.FCUnsubscribe c -> values("FCUnsubscribe", c, text(c.name()));
            case Command.GetStreamLength c -> values("getStreamLength", c, text(c.name()));
            case Command.CheckBandwidth c -> values("_checkbw", c);
            case Command.SetPlaylist c -> values("set_playlist", c);
            case Command.Answer c -> values(c.name(), c);
            case Command.Unsupported c -> values(c.name(), c);
        };
    }

    private static List<AmfValue> connect(Command.Connect connect) {
        var values = new ArrayList<AmfValue>();
        values.add(text("connect"));
        values.add(num(connect.transactionId()));
        values.add(new AmfValue.Obj("", connect.properties()));
        values.addAll(connect.arguments());
        return values;
    }

    private static List<AmfValue> values(String name, Command command, AmfValue... arguments) {
        var values = new ArrayList<AmfValue>();
        values.add(text(name));
        values.add(num(command.transactionId()));
        values.add(NULL);
        values.addAll(List.of(arguments));
        return values;
    }

    private static AmfValue text(String value) {
        return new AmfValue.Text(value);
    }

    private static AmfValue num(double value) {
        return new AmfValue.Num(value);
    }

    private static AmfValue bool(boolean value) {
        return new AmfValue.Bool(value);
    }
}
