package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One live stream on this node and its players. Skeleton. */
public final class LiveStream {
    /**
     * @param loop the loop of the source (publisher's connection or pull): every method below is called on it unless it
     *     says otherwise
     */
    public LiveStream(StreamKey key, EventExecutor loop, HubLimits limits, StreamListener listener) {}

    public StreamKey key() {
        throw new IllegalStateException();
    }

    /** The loop of the source. Any thread. */
    public EventExecutor loop() {
        throw new IllegalStateException();
    }

    /** Adds a frame: headers, GOP cache, batch. Header frames and metadata whose bytes did not change are swallowed. */
    public void publish(MediaFrame frame) {}

    /** Hands the frames published since the last call to every loop that has players: one task per loop. */
    public void flush() {}

    /** The source was interrupted: swallow frames until the next key frame (audio-only streams: until the next frame). */
    public void interrupted() {}

    /** Ends the stream for all players. Idempotent. */
    public void end(EndReason reason) {}

    /**
     * Adds a player: headers, then the GOP, then live frames. Any thread; {@code player} is called on {@code playerLoop}.
     */
    public Subscription join(Player player, WireFormat format, EventExecutor playerLoop) {
        throw new IllegalStateException();
    }

    /** Players on all loops. Any thread, approximate. */
    public int players() {
        return 0;
    }

    /** What the owner of a stream hears. Called on the stream's loop. */
    public interface StreamListener {
        /** The number of players changed. */
        void playersChanged(int players);
    }

    /** A player's place in a stream. Methods are called on the player's loop. */
    public interface Subscription {
        /** Takes the player out. Idempotent; nothing is written to the player after it. */
        void leave();

        /** Frames of a kind are wanted or not (receiveAudio, receiveVideo, pause). Video resumes at a key frame. */
        void want(boolean audio, boolean video);

        /** Counters for the log line at the end: frames sent, dropped, bytes. */
        long sentBytes();

        long droppedFrames();
    }

    /** Bounds of one stream; see docs/configuration.md. {@code clock} is monotonic, in nanoseconds. */
    public record HubLimits(
            Duration gopDuration, int gopBytes, Duration queueDuration, int queueBytes, Duration stuckAfter, LongSupplier clock) {}
}
