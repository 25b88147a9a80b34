package dev.headwater.loadtest.command;

import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.Hls;
import dev.headwater.loadtest.measure.Stalled;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.measure.Times;
import java.io.PrintWriter;
import java.util.Locale;

/** The summary of a run for people: a row for each figure, and none for what did not occur. */
final class SummaryTable {
    private final PrintWriter out;

    private SummaryTable(PrintWriter out) {
        this.out = out;
    }

    static void print(Summary summary, PrintWriter out) {
        new SummaryTable(out).print(summary);
        out.flush();
    }

    private void print(Summary summary) {
        out.println();
        summary.parameters().forEach((name, value) -> row(name, "%s", value));
        row("measured", "%.1f s of %.1f s", summary.measuredSeconds(), summary.wholeSeconds());
        if (summary.attempts() > 0) {
            received(summary);
        }
        if (summary.sentFrames() + summary.unsentFrames() > 0) {
            sent(summary);
        }
        hls(summary.hls());
        stalled(summary.stalled());
        summary.ffmpegs().forEach(this::ffmpeg);
        summary.faults().forEach((fault, count) -> row("fault: " + fault.text(), "%d", count));
        summary.failures().forEach((reason, count) -> row("failed: " + reason, "%d", count));
        summary.disconnects().forEach((reason, count) -> row("gone: " + reason, "%d", count));
        row(
                "own CPU",
                summary.receivedBytes() > 0 ? "%.2f s, %.2f s/GB" : "%.2f s",
                summary.cpuSeconds(),
                summary.cpuSecondsPerGigabyte());
    }

    private void received(Summary summary) {
        row(
                "received",
                "%.1f Mbit/s, %.0f video and %.0f audio frames/s",
                summary.receivedMbps(),
                summary.perSecond(summary.videoFrames()),
                summary.perSecond(summary.audioFrames()));
        if (summary.delivery().expectedFrames() > 0) {
            row(
                    "delivered",
                    "%.4f %% (%d of %d frames)",
                    summary.delivery().ratio() * 100,
                    summary.delivery().receivedFrames(),
                    summary.delivery().expectedFrames());
        }
        row("joined", "%d of %d", summary.joins(), summary.attempts());
        if (summary.cycles() > 0) {
            row("cycles", "%.1f/s", summary.perSecond(summary.cycles()));
        }
        times("latency", summary.latency());
        times("first frame", summary.firstFrame());
    }

    private void sent(Summary summary) {
        row("sent", "%.1f Mbit/s, %.0f frames/s", summary.sentMbps(), summary.perSecond(summary.sentFrames()));
        if (summary.unsentFrames() > 0) {
            row("not sent", "%d frames, the server did not take them", summary.unsentFrames());
        }
        times("publish start", summary.publishStart());
        times("send lag", summary.sendLag());
    }

    private void stalled(Stalled stalled) {
        if (stalled.players() > 0) {
            row("stalled", "%d players read nothing, the server closed %d", stalled.players(), stalled.closed());
            times("stall to close", stalled.untilClosed());
        }
    }

    private void hls(Hls hls) {
        times("playlists", hls.playlist());
        times("segments, first byte", hls.firstByte());
        times("segments", hls.segment());
        times("screen latency", hls.latency());
        if (!hls.isEmpty()) {
            row("halts", "%d, %.1f ms at most", hls.haltCount(), hls.halts().maxMs());
        }
        hls.missed().forEach((what, count) -> row("missed: " + what, "%d", count));
    }

    private void ffmpeg(FfmpegFigures ffmpeg) {
        row(
                ffmpeg.name(),
                "%d frames, %.1f fps, first after %s, %d stalls, %s: %s",
                ffmpeg.frames(),
                ffmpeg.fps(),
                ffmpeg.firstOutput().map(Durations::text).orElse("never"),
                ffmpeg.stalls(),
                ffmpeg.outcome(),
                ffmpeg.url());
    }

    private void times(String name, Times times) {
        if (times.count() > 0) {
            row(
                    name,
                    "p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms",
                    times.p50Ms(),
                    times.p90Ms(),
                    times.p99Ms(),
                    times.p999Ms(),
                    times.maxMs());
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private void row(String name, String format, Object... values) {
        out.println("%-16s %s".formatted(name, String.format(Locale.ROOT, format, values)));
    }
}
