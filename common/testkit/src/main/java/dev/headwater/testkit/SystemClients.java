package dev.headwater.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients, and tools that look at what operators are given, as far as this machine happens to have them. A test that asks
 * for a missing one is skipped, and says which package would bring it.
 */
public final class SystemClients {
    /** Where Debian has daemons; not on everybody's PATH. */
    private static final String SBIN = File.pathSeparator + "/usr/sbin";

    private SystemClients() {}

    /** The system's ffmpeg (version 5 on Debian 12, which knows no Enhanced RTMP). */
    public static Ffmpeg ffmpeg() {
        return new Ffmpeg(program("ffmpeg", "ffmpeg"), program("ffprobe", "ffmpeg"), List.of());
    }

    /** rtmpdump (librtmp) playing the live stream {@code url} into an FLV file until the stream ends or it is stopped. */
    public static RunningProgram rtmpdump(String url, Path file) {
        return RunningProgram.start(List.of(
                program("rtmpdump", "rtmpdump").toString(),
                "--quiet",
                "--live",
                "--rtmp",
                url,
                "--flv",
                file.toString()));
    }

    /** GStreamer's rtmp2sink publishing an FLV file of H.264 and AAC as it is, at its own pace. Ends by itself. */
    public static RunningProgram gstreamerPublish(Path flv, String url) {
        return rtmpPipeline("filesrc location=" + flv + " ! flvdemux name=in flvmux name=out streamable=true"
                + " ! rtmp2sink location=" + url
                + " in.video ! queue ! h264parse ! identity sync=true ! out.video"
                + " in.audio ! queue ! aacparse ! identity sync=true ! out.audio");
    }

    /** GStreamer's rtmp2src playing {@code url} into an FLV file until it is stopped or the stream ends. */
    public static RunningProgram gstreamerRecord(String url, Path file) {
        return rtmpPipeline("rtmp2src location=" + url + " ! filesink location=" + file);
    }

    /** GStreamer's playbin3 writing the pictures that it makes of {@code url} into a file, as I420, until it is stopped. */
    public static RunningProgram gstreamerDecode(String url, Path file) {
        return gstreamer(
                List.of("playbin3", "souphttpsrc", "flvdemux", "hlsdemux2", "openh264dec", "faad"),
                List.of(
                        "playbin3",
                        "uri=" + url,
                        "audio-sink=fakesink",
                        "video-sink=videoconvert ! video/x-raw,format=I420 ! filesink sync=false location=" + file));
    }

    /** VLC doing the same. It refuses to be root, so that somebody else writes into a file that is opened for him. */
    public static RunningProgram vlcDecode(String url, Path file) {
        var command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >\"$0\"", file.toString()));
        if (System.getProperty("user.name").equals("root")) {
            var setpriv = program("setpriv", "util-linux");
            command.addAll(List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        var vlc = program("vlc", "vlc-bin and vlc-plugin-base");
        command.addAll(List.of(vlc.toString(), "--intf=dummy", "--no-sout-audio"));
        command.addAll(List.of("--sout=#transcode{vcodec=I420}:std{access=file,mux=dummy,dst=-}", url, "vlc://quit"));
        return RunningProgram.start(command);
    }

    /** A web browser without a window. */
    public static Path chromium() {
        return program("chromium", "chromium");
    }

    /** What drives that browser for a test (WebDriver). */
    public static Path chromedriver() {
        return program("chromedriver", "chromium-driver");
    }

    /** What systemd says of a unit without running it. */
    public static Path systemdAnalyze() {
        return program("systemd-analyze", "systemd");
    }

    /** What Prometheus says of its rules without running them. */
    public static Path promtool() {
        return program("promtool", "prometheus");
    }

    /** A balancer. */
    public static Path haproxy() {
        return program("haproxy", "haproxy");
    }

    private static RunningProgram rtmpPipeline(String pipeline) {
        return gstreamer(List.of("rtmp2src"), List.of(pipeline.split(" ")));
    }

    private static RunningProgram gstreamer(List<String> elements, List<String> pipeline) {
        var inspect = program("gst-inspect-1.0", "gstreamer1.0-tools");
        for (String element : elements) {
            try (var check = RunningProgram.start(List.of(inspect.toString(), "--exists", element))) {
                Assumptions.assumeTrue(
                        check.awaitExit(Duration.ofSeconds(30)) == 0,
                        "no %s (gstreamer1.0-plugins-base, -good and -bad)".formatted(element));
            }
        }
        var launch = program("gst-launch-1.0", "gstreamer1.0-tools");
        var command = new ArrayList<>(List.of(launch.toString(), "--eos-on-shutdown", "--quiet"));
        command.addAll(pipeline);
        return RunningProgram.start(command);
    }

    private static Path program(String name, String debianPackage) {
        Optional<Path> found = Stream.of((System.getenv("PATH") + SBIN).split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseGet(
                () -> Assumptions.abort("no %s on the PATH (package %s)".formatted(name, debianPackage)));
    }
}
