package dev.headwater.server.control;

import dev.headwater.media.Codec;
import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import dev.headwater.media.hub.IntakeFigures;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Stream;

/** What comes into a stream as JSON, the same between nodes and for operators. What is unknown is left out. */
final class IntakeJson {
    private static final String VIDEO = "video";
    private static final String AUDIO = "audio";
    private static final String BITS_PER_SECOND = "bits_per_second";

    /** A millisecond for each picture. What an encoder with broken timestamps makes of it is not passed on. */
    private static final double MAX_FPS = 1_000;

    private IntakeJson() {}

    static void put(JsonObject json, IntakeFigures figures) {
        if (figures.equals(IntakeFigures.NONE)) {
            return;
        }
        figures.video().ifPresent(format -> json.put(VIDEO, video(format, figures)));
        figures.audio().ifPresent(format -> json.put(AUDIO, audio(format, figures)));
        json.put("measured_ms", figures.window().toMillis()).put("withheld_frames", figures.withheldFrames());
    }

    private static JsonObject video(VideoFormat format, IntakeFigures figures) {
        var json = new JsonObject().put("codec", format.codec().fourCc());
        putText(json, "profile", format.profile());
        putText(json, "level", format.level());
        putNumber(json, "width", format.width());
        putNumber(json, "height", format.height());
        if (figures.picturesPerSecond() > 0) {
            json.put("fps", Math.min(MAX_FPS, Math.round(figures.picturesPerSecond() * 100) / 100.0));
        }
        putNumber(json, "gop_ms", figures.gop().toMillis());
        putNumber(json, "gop_pictures", figures.gopPictures());
        return json.put(BITS_PER_SECOND, figures.videoBitsPerSecond());
    }

    private static JsonObject audio(AudioFormat format, IntakeFigures figures) {
        var json = new JsonObject().put("codec", format.codec().fourCc());
        putText(json, "profile", format.profile());
        putNumber(json, "sample_rate", format.sampleRate());
        putNumber(json, "channels", format.channels());
        return json.put(BITS_PER_SECOND, figures.audioBitsPerSecond());
    }

    private static void putText(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }

    private static void putNumber(JsonObject json, String name, long number) {
        if (number > 0) {
            json.put(name, number);
        }
    }

    /** @throws MessageException if it is not as written above */
    static IntakeFigures read(Fields fields) {
        var video = fields.objectIfThere(VIDEO);
        var audio = fields.objectIfThere(AUDIO);
        return new IntakeFigures(
                video.map(IntakeJson::readVideo),
                audio.map(IntakeJson::readAudio),
                video.map(track -> track.number(BITS_PER_SECOND, 0, Long.MAX_VALUE))
                        .orElse(0L),
                audio.map(track -> track.number(BITS_PER_SECOND, 0, Long.MAX_VALUE))
                        .orElse(0L),
                video.map(track -> track.decimalIfThere("fps", MAX_FPS)).orElse(0.0),
                Duration.ofMillis(video.map(track -> track.numberIfThere("gop_ms", Integer.MAX_VALUE))
                        .orElse(0L)),
                video.map(track -> (int) track.numberIfThere("gop_pictures", Integer.MAX_VALUE))
                        .orElse(0),
                Duration.ofMillis(fields.numberIfThere("measured_ms", Integer.MAX_VALUE)),
                fields.numberIfThere("withheld_frames", Long.MAX_VALUE));
    }

    private static VideoFormat readVideo(Fields track) {
        return new VideoFormat(
                codec(track),
                track.textIfThere("profile").orElse(""),
                track.textIfThere("level").orElse(""),
                (int) track.numberIfThere("width", Integer.MAX_VALUE),
                (int) track.numberIfThere("height", Integer.MAX_VALUE));
    }

    private static AudioFormat readAudio(Fields track) {
        return new AudioFormat(
                codec(track),
                track.textIfThere("profile").orElse(""),
                (int) track.numberIfThere("sample_rate", Integer.MAX_VALUE),
                (int) track.numberIfThere("channels", Integer.MAX_VALUE));
    }

    /** A newer node may know codecs that this one does not. */
    private static Codec codec(Fields track) {
        String fourCc = track.text("codec");
        return Stream.of(Codec.values())
                .filter(codec -> codec.fourCc().equals(fourCc))
                .findFirst()
                .orElse(Codec.OTHER);
    }
}
