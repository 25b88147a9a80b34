package dev.headwater.server.control;

import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.record.RecordingState;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a role has of a stream.
 *
 * @param epoch that the node owns; 0 if the stream is not published here
 * @param pull where the node's pull of it stands, in lower case, if there is one
 * @param via the node that it comes from by the pull, while it does
 * @param intake what comes in, from the publisher or by the pull
 * @param recording how its recording stands, if it is published here and to be recorded
 */
public record StreamPlace(
        long epoch,
        Optional<String> pull,
        Optional<String> via,
        IntakeFigures intake,
        Optional<RecordingState> recording) {
    private static final String RECORDING = "recording";

    /** The node has nothing of it. */
    public static final StreamPlace NONE =
            new StreamPlace(0, Optional.empty(), Optional.empty(), IntakeFigures.NONE, Optional.empty());

    static StreamPlace read(Fields fields) {
        return new StreamPlace(
                fields.number("epoch", 0, Long.MAX_VALUE),
                fields.textIfThere("pull"),
                fields.textIfThere("via"),
                IntakeJson.read(fields),
                fields.objectIfThere(RECORDING)
                        .map(state -> new RecordingState(state.textIfThere("file"), state.textIfThere("fault"))));
    }

    JsonObject put(JsonObject json) {
        json.put("epoch", epoch);
        pull.ifPresent(state -> json.put("pull", state));
        via.ifPresent(node -> json.put("via", node));
        IntakeJson.put(json, intake);
        putRecording(json);
        return json;
    }

    void putRecording(JsonObject json) {
        recording.ifPresent(state -> {
            var now = new JsonObject();
            state.file().ifPresent(file -> now.put("file", file));
            state.fault().ifPresent(fault -> now.put("fault", fault));
            json.put(RECORDING, now);
        });
    }
}
