package dev.headwater.loadtest.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command lines of the two kinds of client. */
final class FfmpegCommand {
    /** Warnings and errors to standard error; ten times a second the figures, a key and a value per line, to standard output. */
    private static final String COMMON =
            "-hide_banner -loglevel warning -nostdin -nostats -progress pipe:1 -stats_period 0.1";

    /** Like the media of the virtual publishers in its shape: 25 frames a second, a key frame every 2 s, AAC. */
    private static final String TEST_PICTURE = "-re -f lavfi -i testsrc2=size=640x360:rate=25"
            + " -re -f lavfi -i sine=frequency=440:sample_rate=44100"
            + " -c:v libx264 -preset ultrafast -tune zerolatency -g 50 -b:v 900k -maxrate 900k -bufsize 900k"
            + " -pix_fmt yuv420p -c:a aac -b:a 64k";

    private FfmpegCommand() {}

    /** Publishes without an end, at the pace of the media. */
    static List<String> publish(Path ffmpeg, Optional<Path> input, String url) {
        var command = start(ffmpeg);
        input.ifPresentOrElse(
                file -> {
                    add(command, "-re -stream_loop -1 -i");
                    command.add(file.toString());
                    add(command, "-c copy");
                },
                () -> add(command, TEST_PICTURE));
        add(command, "-f flv");
        command.add(url);
        return command;
    }

    /** Plays to the end of the stream: decodes all and shows it to nobody. */
    static List<String> play(Path ffmpeg, String url) {
        var command = start(ffmpeg);
        if (url.startsWith("rtmp")) {
            add(command, "-rtmp_live live");
        }
        add(command, "-i");
        command.add(url);
        add(command, "-f null -");
        return command;
    }

    private static List<String> start(Path ffmpeg) {
        var command = new ArrayList<String>();
        command.add(ffmpeg.toString());
        add(command, COMMON);
        return command;
    }

    private static void add(List<String> command, String options) {
        command.addAll(List.of(options.split(" ")));
    }
}
