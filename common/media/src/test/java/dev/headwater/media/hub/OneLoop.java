package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.Payloads;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A stream whose source and players share one loop, in virtual time, step by step. */
abstract class OneLoop {
    final AtomicLong nanos = new AtomicLong();
    final AtomicInteger dropped = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final List<DropReason> withheld = new ArrayList<>();
    final HubSettings settings = new HubSettings(
            Duration.ofSeconds(10),
            1 << 20,
            Duration.ofSeconds(4),
            100_000,
            Duration.ofSeconds(15),
            nanos::get,
            new HubMetrics() {
                @Override
                public void dropped(int frames) {
                    dropped.addAndGet(frames);
                }

                @Override
                public void withheld(DropReason reason) {
                    withheld.add(reason);
                }

                @Override
                public void playerFailed() {
                    failed.incrementAndGet();
                }
            });
    final EmbeddedChannel channel = new EmbeddedChannel();
    final CountingFormat format = new CountingFormat();
    final List<Integer> playerCounts = new ArrayList<>();
    final LiveStream stream =
            new LiveStream(new StreamKey("live", "one"), channel.eventLoop(), settings, playerCounts::add);
    final List<FakePlayer> players = new ArrayList<>();

    @AfterEach
    void theStreamEndsAndNothingIsHeld() {
        stream.end(EndReason.SHUTDOWN);
        players.forEach(FakePlayer::discard); // the leak gate sees what else is held
    }

    LiveStream.Subscription join(FakePlayer player) {
        players.add(player);
        return stream.join(player, format, channel.eventLoop());
    }

    FakePlayer joined() {
        var player = new FakePlayer();
        join(player);
        return player;
    }

    FakePlayer joinedReadingNothing() {
        var player = FakePlayer.readingNothing();
        join(player);
        return player;
    }

    static MediaFrame video(long ms, byte[] payload) {
        return MediaFrame.of(FrameKind.VIDEO, ms, payload);
    }

    static MediaFrame audio(long ms, byte[] payload) {
        return MediaFrame.of(FrameKind.AUDIO, ms, payload);
    }

    static final MediaFrame METADATA = MediaFrame.of(FrameKind.DATA, 0, Payloads.onMetaData());
    static final MediaFrame AVC = video(0, Payloads.avcSequenceHeader());
    static final MediaFrame AAC = audio(0, Payloads.aacSequenceHeader());

    static MediaFrame key(long ms) {
        return video(ms, Payloads.avcKeyFrame((int) ms));
    }

    static MediaFrame inter(long ms) {
        return video(ms, Payloads.avcInterFrame((int) ms));
    }

    static MediaFrame sound(long ms) {
        return audio(ms, Payloads.aacFrame((int) ms));
    }

    void send(MediaFrame... frames) {
        for (MediaFrame frame : frames) {
            stream.publish(frame);
        }
        stream.flush();
    }

    void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    static List<CountingFormat.Got> gots(MediaFrame... frames) {
        return List.of(frames).stream().map(CountingFormat.Got::of).toList();
    }

    /** What a player got after its first {@code count} frames. */
    static List<CountingFormat.Got> after(int count, FakePlayer player) {
        return player.got().subList(count, player.got().size());
    }

    void startAvcAac() {
        send(METADATA, AVC, AAC);
    }
}
