package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a role has of a stream.
 *
 * @param epoch that the node owns; 0 if the stream is not published here
 * @param pull where the node's pull of it stands, in lower case, if there is one
 */
public record StreamPlace(long epoch, Optional<String> pull) {
    /** The node has nothing of it. */
    public static final StreamPlace NONE = new StreamPlace(0, Optional.empty());

    static StreamPlace read(Fields fields) {
        return new StreamPlace(fields.number("epoch", 0, Long.MAX_VALUE), fields.textIfThere("pull"));
    }

    JsonObject put(JsonObject json) {
        json.put("epoch", epoch);
        pull.ifPresent(state -> json.put("pull", state));
        return json;
    }
}
