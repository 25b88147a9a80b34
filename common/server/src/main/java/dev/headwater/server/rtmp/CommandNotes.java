package dev.headwater.server.rtmp;

import dev.headwater.rtmp.message.Command;
import java.util.Optional;

/** Which commands of a client are noted, and as what: without names, which may be keys. */
final class CommandNotes {
    private CommandNotes() {}

    /** Empty for what is noted where it has its effect, and for what has none. */
    static Optional<String> of(Command command) {
        return switch (command) {
            case Command.CreateStream _ -> Optional.of("createStream");
            case Command.ReleaseStream _ -> Optional.of("releaseStream");
            case Command.FCPublish _ -> Optional.of("FCPublish");
            case Command.FCUnpublish _ -> Optional.of("FCUnpublish");
            case Command.FCSubscribe _ -> Optional.of("FCSubscribe");
            case Command.FCUnsubscribe _ -> Optional.of("FCUnsubscribe");
            case Command.DeleteStream _ -> Optional.of("deleteStream");
            case Command.CloseStream _ -> Optional.of("closeStream");
            case Command.Seek _ -> Optional.of("seek");
            case Command.Connect _,
                    Command.Publish _,
                    Command.Play _,
                    Command.Play2 _,
                    Command.Pause _,
                    Command.ReceiveAudio _,
                    Command.ReceiveVideo _,
                    Command.GetStreamLength _,
                    Command.CheckBandwidth _,
                    Command.SetPlaylist _,
                    Command.Answer _,
                    Command.Unsupported _ -> Optional.empty();
        };
    }
}
