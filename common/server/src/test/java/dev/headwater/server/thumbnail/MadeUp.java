package dev.headwater.server.thumbnail;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.config.ThumbnailConfig;
import dev.headwater.server.role.Hubs;
import dev.headwater.testkit.Clip;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the tests of this package take for granted. */
final class MadeUp {
    private MadeUp() {}

    record Settings(Duration maxAge, Duration timeout) implements ThumbnailConfig {
        Settings() {
            this(Duration.ofMinutes(1), Duration.ofSeconds(20));
        }

        @Override
        public Optional<Path> ffmpeg() {
            return Optional.empty(); // the tests say themselves
        }

        @Override
        public int concurrent() {
            return 1;
        }

        @Override
        public int width() {
            return 160;
        }

        @Override
        public int kept() {
            return 10;
        }

        @Override
        public int maxMemory() {
            return 1 << 30;
        }
    }

    static List<MediaFrame> frames(Clip clip) {
        var frames = new ArrayList<MediaFrame>();
        try {
            new FlvReader(1 << 20, frames::add).read(Unpooled.wrappedBuffer(Files.readAllBytes(clip.file())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** A stream on a loop, with the first frames of {@code clip} so far. */
    static LiveStream stream(StreamKey key, EventExecutor loop, Clip clip) {
        var stream = new LiveStream(key, loop, Hubs.at(System::nanoTime), players -> {});
        loop.submit(() -> {
                    frames(clip).stream().limit(60).forEach(stream::publish);
                    stream.flush();
                })
                .syncUninterruptibly();
        return stream;
    }

    static void end(LiveStream stream) {
        stream.loop().submit(() -> stream.end(EndReason.UNPUBLISHED)).syncUninterruptibly();
    }

    /** A program in the place of ffmpeg. */
    static Path program(Path folder, String script) {
        var file = folder.resolve("program");
        try {
            Files.writeString(file, "#!/bin/sh\n" + script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException(file + " cannot be made a program");
        }
        return file;
    }
}
