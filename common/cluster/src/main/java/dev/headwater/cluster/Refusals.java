package dev.headwater.cluster;

/**
 * The ways by which a node takes no further players now, although it serves those that it has.
 *
 * @param rtmp within TLS or not
 * @param http nobody, whatever he asks for
 * @param hls of those who come by HTTP the players of HLS and DASH
 */
public record Refusals(boolean rtmp, boolean http, boolean hls) {
    /** Of a node that takes all players, or does not tell. */
    public static final Refusals NONE = new Refusals(false, false, false);
}
