package dev.headwater.loadtest.bench;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.fmp4.FragmentWriter;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.ts.TsSegmentWriter;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A group of pictures with its sound into a segment of fragmented MP4 for each track, or one of MPEG-TS, per frame of the mix. */
@State(Scope.Thread)
public class MuxBenchmark {
    private static final int FRAMES = MediaMix.GOP_SECONDS * MediaMix.PER_SECOND;
    private static final long END_MS = MediaMix.GOP_SECONDS * 1_000L;

    private final List<MediaFrame> group = MediaMix.frames(MediaMix.GOP_SECONDS);
    private final List<TrackFormat> tracks = MediaMix.headers().stream()
            .map(TrackFormat::of)
            .flatMap(Optional::stream)
            .toList();

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void fragments(Blackhole taken) {
        for (var track : tracks) {
            taken.consume(new FragmentWriter(track).write(1, group, END_MS));
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public byte[] transportStream() {
        return TsSegmentWriter.write(tracks, group);
    }
}
