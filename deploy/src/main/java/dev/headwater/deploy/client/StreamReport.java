package dev.headwater.deploy.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * What a look at a stream found. Times are milliseconds from the beginning of the connection.
 *
 * @param firstKeyFrameMs negative if there was none
 * @param latencyMs from the encoder to here; NaN if the frames do not say when they were sent
 */
record StreamReport(
        double startedMs,
        double firstFrameMs,
        double firstKeyFrameMs,
        Optional<Pictures> video,
        Optional<Sounds> audio,
        double latencyMs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param width pixels, 0 if unknown, as the height is
     * @param gopMs from key frame to key frame on average; 0 if fewer than two were seen
     * @param gopFrames the same in frames
     */
    record Pictures(
            String codec,
            int width,
            int height,
            String profile,
            double fps,
            double kbits,
            double gopMs,
            double gopFrames) {}

    /** @param sampleRate 0 if unknown, as the channels are */
    record Sounds(String codec, int sampleRate, int channels, double kbits) {}

    void print(PrintWriter out) {
        out.printf("playing after  %.0f ms%n", startedMs);
        out.printf("first frame    %.0f ms%n", firstFrameMs);
        if (firstKeyFrameMs >= 0) {
            out.printf("key frame      %.0f ms%n", firstKeyFrameMs);
        }
        video.ifPresent(pictures -> {
            String size = pictures.width() == 0 ? "" : " %dx%d".formatted(pictures.width(), pictures.height());
            String profile = pictures.profile().isEmpty() ? "" : " " + pictures.profile();
            out.printf(
                    "video          %s%s%s, %.1f fps, %,.0f kbit/s%n",
                    pictures.codec(), size, profile, pictures.fps(), pictures.kbits());
            if (pictures.gopMs() > 0) {
                out.printf("GOP            %.1f s, %.0f frames%n", pictures.gopMs() / 1_000, pictures.gopFrames());
            }
        });
        audio.ifPresent(sounds -> out.printf(
                "audio          %s%s%s, %,.0f kbit/s%n",
                sounds.codec(),
                sounds.sampleRate() == 0 ? "" : " %d Hz".formatted(sounds.sampleRate()),
                sounds.channels() == 0 ? "" : " %d channels".formatted(sounds.channels()),
                sounds.kbits()));
        if (!Double.isNaN(latencyMs)) {
            out.printf("latency        %.0f ms%n", latencyMs);
        }
        out.flush();
    }

    ObjectNode json() {
        var json = JSON.createObjectNode()
                .put("playing_after_ms", rounded(startedMs))
                .put("first_frame_ms", rounded(firstFrameMs));
        if (firstKeyFrameMs >= 0) {
            json.put("first_key_frame_ms", rounded(firstKeyFrameMs));
        }
        video.ifPresent(pictures -> json.putObject("video")
                .put("codec", pictures.codec())
                .put("width", pictures.width())
                .put("height", pictures.height())
                .put("profile", pictures.profile())
                .put("fps", rounded(pictures.fps()))
                .put("kbits", rounded(pictures.kbits()))
                .put("gop_ms", rounded(pictures.gopMs()))
                .put("gop_frames", rounded(pictures.gopFrames())));
        audio.ifPresent(sounds -> json.putObject("audio")
                .put("codec", sounds.codec())
                .put("sample_rate", sounds.sampleRate())
                .put("channels", sounds.channels())
                .put("kbits", rounded(sounds.kbits())));
        if (!Double.isNaN(latencyMs)) {
            json.put("latency_ms", rounded(latencyMs));
        }
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
