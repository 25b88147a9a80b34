package dev.headwater.loadtest.lab.measure;

import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.SendStamp;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A player of generated streams, a frame every 40 ms. */
abstract class OnePlayer {
    static final long MS = 1_000_000;
    static final int GOP = 5;
    static final Shape SHAPE = new Shape(100, 25, Duration.ofMillis(200), false);
    static final Window ALWAYS = new Window(0, 100_000 * MS);

    final PlayerRecord player = new PlayerRecord(0, false);
    long nowNanos;

    void play(List<MediaFrame> frames) {
        frames.forEach(frame -> at40Ms(player, frame));
    }

    /** 40 ms after the one before. */
    void at40Ms(PlayerRecord record, MediaFrame frame) {
        nowNanos += 40 * MS;
        record.frame(frame, nowNanos);
    }

    static List<MediaFrame> sound(long publication, int count) {
        return withSound(publication, 4 * count).stream()
                .filter(frame -> frame.kind() == FrameKind.AUDIO)
                .limit(count)
                .toList();
    }

    static List<MediaFrame> withSound(long publication, int count) {
        var source = new GeneratedSource(new Shape(200, 25, Duration.ofMillis(200), true), publication);
        return Stream.generate(source::next).limit(count).toList();
    }

    static List<MediaFrame> pictures(long publication, int count) {
        var source = new GeneratedSource(SHAPE, publication);
        var pictures = new ArrayList<MediaFrame>();
        while (pictures.size() < count) {
            var frame = source.next();
            if (frame.kind() == FrameKind.VIDEO && SendStamp.find(frame.payload()) >= 0) {
                pictures.add(frame);
            }
        }
        return pictures;
    }

    /** On the stream's timeline, behind all that was before. */
    static List<MediaFrame> later(List<MediaFrame> pictures) {
        return pictures.stream()
                .map(frame -> frame.at(frame.timestampMs() + 10_000))
                .toList();
    }
}
