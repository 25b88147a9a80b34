package dev.headwater.loadtest.hls;

import dev.headwater.loadtest.check.StreamCheck;
import dev.headwater.loadtest.client.HttpAnswer;

/** What a player of HLS tells its owner, on its event loop, and the faults that it found. */
public interface HlsEvents extends StreamCheck.Faults {
    /** Bytes of bodies have come. */
    void received(int bytes);

    /** The player has a playlist of each of its renditions. */
    void started();

    /** A playlist has come that the server was not asked to wait with. */
    void playlist(HttpAnswer answer);

    /** A segment or a part has come. */
    void segment(HttpAnswer answer);

    /** The screen has something to show for the first time. */
    void playing();

    /** A frame will be shown so long after it was sent. */
    void showing(long latencyNanos);

    /** The screen had nothing to show for so long. */
    void halted(long nanos);

    /** A request was not answered as wanted; the player goes on. {@code what} is short, and alike for players alike. */
    void missed(String what);

    /** The play is over, and not because we closed; the last event. {@code reason} as that of other players. */
    void ended(String reason);
}
