package dev.headwater.rtmp.session;

/**
 * What a server session tells its client at connect.
 *
 * @param chunkSize outgoing chunk size in bytes, 128 to 65536
 * @param windowBytes window acknowledgement size and peer bandwidth, in bytes
 */
public record ServerSettings(int chunkSize, int windowBytes) {
    public static final ServerSettings DEFAULTS = new ServerSettings(60_000, 2_500_000);
}
