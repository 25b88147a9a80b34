package dev.headwater.loadtest.command;

import dev.headwater.loadtest.measure.Second;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;

/** A line each second while a run goes on. Confined to the run's thread. */
final class Progress {
    private static final int HEADING_EVERY = 20;
    private static final String HEADING =
            "   time  players  publishers  in Mbit/s  out Mbit/s  frames/s  joins  cycles  p50 ms  p99 ms  faults  failed  gone";

    private final PrintWriter out;
    private final Supplier<String> more;
    private int lines;

    /** @param more to say at the end of each line; may be empty */
    Progress(PrintWriter out, Supplier<String> more) {
        this.out = out;
        this.more = more;
    }

    void show(Second second) {
        if (second.lengthSeconds() < 0.1) {
            return; // the rest of a second that an edge of the measured time has cut
        }
        if (lines++ % HEADING_EVERY == 0) {
            out.println(HEADING);
        }
        out.println(String.format(
                Locale.ROOT,
                "%6.1fs%s %7d  %10d  %9.1f  %10.1f  %8.0f  %5d  %6d  %6.1f  %6.1f  %6d  %6d  %4d%s%s%s",
                second.elapsedSeconds(),
                second.measured() ? " " : "-",
                second.players(),
                second.publishers(),
                second.receivedMbps(),
                second.sentMbps(),
                (second.videoFrames() + second.audioFrames()) / second.lengthSeconds(),
                second.joins(),
                second.cycles(),
                second.latency().p50Ms(),
                second.latency().p99Ms(),
                second.faultCount(),
                second.failures(),
                second.disconnects(),
                second.segment().count() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  %d segments, p99 %.1f ms",
                                second.segment().count(),
                                second.segment().p99Ms()),
                second.stalled() == 0 ? "" : "  %d stalled".formatted(second.stalled()),
                more.get()));
        out.flush();
    }
}
