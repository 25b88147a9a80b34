package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;

/**
 * How much work a node had in one interval.
 *
 * @param at the interval's end, in seconds since 1970, a multiple of {@link NodeHistory#INTERVAL} by the node's clock
 * @param receivedBits a second, from publishers and players
 * @param sentBits a second, to players
 * @param relayedBits a second, to other nodes
 * @param droppedFrames a second, of players that could not keep up
 * @param cpu share of the machine's processors that the process took, 0.0 to 1.0
 */
record NodeSample(
        long at,
        long players,
        long publishers,
        double receivedBits,
        double sentBits,
        double relayedBits,
        double droppedFrames,
        double cpu) {
    /** Above what any machine does. */
    private static final double MAX_RATE = 1e15;

    static NodeSample read(Fields fields) {
        return new NodeSample(
                fields.number("at", 0, Long.MAX_VALUE),
                fields.number("players", 0, Long.MAX_VALUE),
                fields.number("publishers", 0, Long.MAX_VALUE),
                fields.decimalIfThere("received_bits_per_second", MAX_RATE),
                fields.decimalIfThere("sent_bits_per_second", MAX_RATE),
                fields.decimalIfThere("relayed_bits_per_second", MAX_RATE),
                fields.decimalIfThere("dropped_frames_per_second", MAX_RATE),
                fields.decimalIfThere("cpu", 1));
    }

    JsonObject json() {
        return new JsonObject()
                .put("at", at)
                .put("players", players)
                .put("publishers", publishers)
                .put("received_bits_per_second", Math.round(receivedBits))
                .put("sent_bits_per_second", Math.round(sentBits))
                .put("relayed_bits_per_second", Math.round(relayedBits))
                .put("dropped_frames_per_second", Math.round(droppedFrames * 10) / 10.0)
                .put("cpu", Math.round(cpu * 1_000) / 1_000.0);
    }
}
