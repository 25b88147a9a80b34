package dev.headwater.loadtest.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A player that joins a running stream, gets headers and the 2 s of the group of pictures so far, and leaves. */
@State(Scope.Thread)
public class JoinBenchmark {
    /** Players that are there: without any, the group of pictures has to be encoded for this event loop. */
    @Param({"0", "1"})
    public int others;

    private final InMemoryStream stream = new InMemoryStream();

    @Setup
    public void publish() {
        stream.publishGop();
        for (int i = 0; i < others; i++) {
            stream.join(new Sink());
        }
    }

    @Benchmark
    public long join() {
        var player = new Sink();
        stream.join(player).leave();
        if (player.bytes() == 0) {
            throw new IllegalStateException("the player got nothing: the figures mean nothing");
        }
        return player.bytes();
    }

    @TearDown
    public void end() {
        stream.close();
    }
}
