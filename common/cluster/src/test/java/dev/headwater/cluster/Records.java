package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import java.time.Instant;

/** Requests and records that tests start from. */
public final class Records {
    private Records() {}

    public static ClaimRequest takeover(StreamKey key, String originId) {
        return claim(key, originId, ClaimPolicy.TAKEOVER, 0);
    }

    public static ClaimRequest refuse(StreamKey key, String originId) {
        return claim(key, originId, ClaimPolicy.REFUSE, 0);
    }

    public static ClaimRequest claim(StreamKey key, String originId, ClaimPolicy policy, long ownEpoch) {
        return new ClaimRequest(key, originId, originId + ".example", 19_350, "west", policy, 0, "", ownEpoch);
    }

    public static StreamRecord record(StreamKey key, String originId, long epoch) {
        return new StreamRecord(
                key,
                originId,
                originId + ".example",
                19_350,
                epoch,
                Instant.parse("2026-11-20T12:00:00.123Z"),
                1_000,
                5_000,
                "west",
                "avc1,mp4a",
                "");
    }

    /** Of an owner that did not come further yet than where its timeline begins, at 0. */
    public static StreamRecord claimed(StreamKey key, String originId, long epoch) {
        return claimed(key, originId, epoch, Instant.EPOCH, "");
    }

    /** @param publisherId who publishes, empty for who does not come back through another origin */
    public static StreamRecord claimed(
            StreamKey key, String originId, long epoch, Instant startedAt, String publisherId) {
        return new StreamRecord(
                key, originId, originId + ".example", 19_350, epoch, startedAt, 0, 0, "west", "", publisherId);
    }

    public static StreamRecord tombstone(StreamKey key, long epoch) {
        return record(key, "gone", epoch).tombstone(0);
    }
}
