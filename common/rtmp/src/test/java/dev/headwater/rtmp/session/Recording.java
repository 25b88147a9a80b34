package dev.headwater.rtmp.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Everything that a real client sent over one connection, from C0 to its end, as a socket gave it.
 *
 * <p>Made by real programs against this session: ffmpeg 8.0.1 (one second of {@code testsrc=size=64x48:rate=5} and {@code
 * sine}), rtmpdump 2.4 with {@code -v}, GStreamer 1.22 (five buffers of {@code videotestsrc} through {@code flvmux}); all to
 * {@code rtmp://127.0.0.1:19777/live/cam}.
 */
enum Recording {
    FFMPEG_PUBLISH("ffmpeg8-publish"),
    FFMPEG_PLAY("ffmpeg8-play"),
    RTMPDUMP_PLAY("rtmpdump-play"),
    GSTREAMER_PUBLISH("gstreamer-publish"),
    GSTREAMER_PLAY("gstreamer-play");

    private final String file;

    Recording(String file) {
        this.file = file + ".rtmp";
    }

    byte[] bytes() {
        try (InputStream in = Recording.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
