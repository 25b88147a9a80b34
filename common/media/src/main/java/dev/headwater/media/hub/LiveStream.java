package dev.headwater.media.hub;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.StreamKey;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One live stream on this node: takes frames from its source and hands each batch once to every event loop that has players.
 * Every method is called on the source's loop unless it says otherwise.
 */
public final class LiveStream {
    /** A source that was interrupted and comes back without video may go on without a key frame after this, in milliseconds. */
    private static final long RESUME_WITHOUT_VIDEO_MS = 3_000;

    private final StreamKey key;
    private final EventExecutor loop;
    private final HubSettings settings;
    private final StreamListener listener;

    // ---- source's loop ----
    private final StreamHeaders headers = new StreamHeaders();
    private final GopCache gop;
    private final Track audio = new Track();
    private final Track video = new Track();
    private final Track data = new Track();
    private final List<LoopGroup> attached = new ArrayList<>();
    private List<MediaFrame> batch = new ArrayList<>();
    private boolean resuming;
    private long resumingSinceMs;
    private @Nullable EndReason end;

    // ---- any thread ----
    private final Map<EventExecutor, LoopGroup> groups = new ConcurrentHashMap<>();
    private final AtomicInteger players = new AtomicInteger();
    private volatile String codecs = "";
    private volatile long timestampMs;

    /**
     * @param loop the loop of the source (publisher's connection or pull)
     * @param listener hears on that loop of players that come and go
     */
    public LiveStream(StreamKey key, EventExecutor loop, HubSettings settings, StreamListener listener) {
        this.key = key;
        this.loop = loop;
        this.settings = settings;
        this.listener = listener;
        this.gop = new GopCache(settings.gopDuration(), settings.gopBytes());
    }

    /** How far one kind of frames has come, and its codec. */
    private static final class Track {
        private long newestMs = -1;
        private long deliveredMs = -1;
        private Codec codec = Codec.NONE;
    }

    private Track track(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case DATA -> data;
        };
    }

    /** What the owner of a stream hears, on the stream's loop. */
    @FunctionalInterface
    public interface StreamListener {
        /** @param players how many there are now */
        void playersChanged(int players);
    }

    /** A place in a stream. Methods are called on the loop of the player. */
    public interface Subscription {
        /** Takes the player out. Idempotent; nothing is written to the player after it. */
        void leave();

        /** Which frames the player wants (receiveAudio, receiveVideo, pause). Video comes back at a key frame. */
        void want(boolean audio, boolean video);

        long sentBytes();

        /** Frames that were not sent because the player could not keep up. */
        long droppedFrames();
    }

    /** Any thread. */
    public StreamKey key() {
        return key;
    }

    /** The loop of the source. Any thread. */
    public EventExecutor loop() {
        return loop;
    }

    /** Players that joined and have not left. Any thread. */
    public int players() {
        return players.get();
    }

    /** The codecs as people write them, e.g. {@code avc1,mp4a}. Any thread. */
    public String codecs() {
        return codecs;
    }

    /** The newest position on the timeline, milliseconds. Any thread. */
    public long timestampMs() {
        return timestampMs;
    }

    HubSettings settings() {
        return settings;
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    /**
     * Adds a frame to the batch. Headers whose bytes are known already are swallowed, and so is what would take a player back
     * in time.
     */
    public void publish(MediaFrame frame) {
        if (end != null) {
            return;
        }
        Track track = track(frame.kind());
        switch (headers.offer(frame)) {
            case UNCHANGED -> {}
            case CHANGED -> {
                noteCodec(frame);
                if (frame.isSequenceHeader()) {
                    gop.clear(); // frames of the old codec are of no use to a player that starts with the new header
                }
                batch.add(frame.timestampMs() < track.newestMs ? frame.at(track.newestMs) : frame);
            }
            case NOT_A_HEADER -> {
                if (resuming && !resumes(frame)) {
                    return;
                }
                if (frame.timestampMs() < track.newestMs || frame.timestampMs() <= track.deliveredMs) {
                    return;
                }
                track.newestMs = frame.timestampMs();
                noteCodec(frame);
                gop.add(frame);
                batch.add(frame);
            }
        }
    }

    private void noteCodec(MediaFrame frame) {
        Track track = track(frame.kind());
        if (frame.codec() != track.codec && frame.codec() != Codec.NONE && frame.track() == 0) {
            track.codec = frame.codec();
            codecs = Stream.of(video, audio)
                    .filter(each -> each.codec != Codec.NONE)
                    .map(each -> each.codec.fourCc())
                    .collect(Collectors.joining(","));
        }
    }

    /** After an interruption a stream with video goes on at a key frame, another one with any frame. */
    private boolean resumes(MediaFrame frame) {
        if (resumingSinceMs < 0) {
            resumingSinceMs = frame.timestampMs();
        }
        boolean patienceOver =
                frame.timestampMs() - resumingSinceMs > RESUME_WITHOUT_VIDEO_MS && frame.kind() == FrameKind.AUDIO;
        if (frame.isKeyFrame() || patienceOver || (video.codec == Codec.NONE && frame.kind() == FrameKind.AUDIO)) {
            resuming = false;
        } else if (frame.kind() == FrameKind.VIDEO) {
            resumingSinceMs = frame.timestampMs(); // video comes: its next key frame is worth waiting for
        }
        return !resuming;
    }

    /** Hands the frames published since the last call to every loop that has players: one task per loop. */
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        var frames = batch;
        batch = new ArrayList<>(frames.size());
        timestampMs = Math.max(timestampMs, frames.getLast().timestampMs());
        for (int i = 0; i < attached.size(); i++) {
            attached.get(i).offer(frames);
        }
    }

    /**
     * The source was interrupted: frames are swallowed until a player can go on without harm, and those that it has already
     * are not repeated.
     */
    public void interrupted() {
        flush();
        resuming = true;
        resumingSinceMs = -1;
        audio.deliveredMs = audio.newestMs;
        video.deliveredMs = video.newestMs;
        data.deliveredMs = data.newestMs;
    }

    /** Ends the stream for all players. Idempotent. */
    public void end(EndReason reason) {
        if (end != null) {
            return;
        }
        flush();
        end = reason;
        for (LoopGroup group : List.copyOf(attached)) {
            group.end(reason);
        }
        attached.clear();
        gop.clear();
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /**
     * Adds a player: headers, then the group of pictures so far, then live frames. Any thread.
     *
     * @param playerLoop where {@code player} is called
     */
    public Subscription join(Player player, WireFormat format, EventExecutor playerLoop) {
        var member = new Member(this, player, format, settings);
        playersChanged(1);
        onLoop(playerLoop, () -> group(playerLoop).join(member));
        return member;
    }

    /** Adds a tap: headers and the group of pictures so far, then live frames. Any thread. Not counted as a player. */
    public Runnable tap(FrameTap tap, EventExecutor tapLoop) {
        onLoop(tapLoop, () -> group(tapLoop).join(tap));
        return () -> onLoop(tapLoop, () -> group(tapLoop).leave(tap));
    }

    void playersChanged(int by) {
        players.addAndGet(by);
        onLoop(loop, () -> listener.playersChanged(players.get()));
    }

    static void onLoop(EventExecutor loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** The group of a loop. Called on that loop. */
    LoopGroup group(EventExecutor groupLoop) {
        var group = groups.get(groupLoop);
        if (group == null) {
            group = new LoopGroup(this, groupLoop);
            groups.put(groupLoop, group);
            var attaching = group;
            onLoop(loop, () -> attach(attaching));
        }
        return group;
    }

    private void attach(LoopGroup group) {
        if (end != null) {
            group.end(end);
            return;
        }
        flush(); // what is in the batch would reach the new group twice
        attached.add(group);
        var snapshot = new ArrayList<>(headers.all());
        snapshot.addAll(gop.frames());
        group.attached(snapshot);
    }

    /** A group has nobody left. Called on the group's loop. */
    void empty(LoopGroup group) {
        groups.remove(group.loop(), group);
        loop.execute(
                () -> attached.remove(group)); // later, even from the stream's own loop: it may be walking the list
    }
}
