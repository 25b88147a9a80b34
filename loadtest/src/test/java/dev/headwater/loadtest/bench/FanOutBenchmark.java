package dev.headwater.loadtest.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One picture, and the sound that comes with it, to all players of a stream on one event loop. */
public class FanOutBenchmark {
    /** Players that only count: what the fan-out itself costs. */
    @State(Scope.Thread)
    public static class Sinks {
        @Param({"100", "1000"})
        public int players;

        private final InMemoryStream stream = new InMemoryStream();
        private final List<Sink> sinks = new ArrayList<>();

        @Setup
        public void join() {
            for (int i = 0; i < players; i++) {
                var sink = new Sink();
                sinks.add(sink);
                stream.join(sink);
            }
            stream.publishGop();
        }

        @TearDown
        public void end() {
            FanOutBenchmark.check(sinks.stream().mapToLong(Sink::bytes).min().orElse(0));
            stream.close();
        }
    }

    /** Players with a Netty channel each: with what Netty's write and flush cost, but no kernel. */
    @State(Scope.Thread)
    public static class Channels {
        @Param({"100", "1000"})
        public int players;

        private final InMemoryStream stream = new InMemoryStream();
        private final List<ChannelPlayer> channels = new ArrayList<>();

        @Setup
        public void join() {
            for (int i = 0; i < players; i++) {
                var channel = new ChannelPlayer();
                channels.add(channel);
                stream.join(channel);
            }
            stream.publishGop();
        }

        @TearDown
        public void end() {
            FanOutBenchmark.check(
                    channels.stream().mapToLong(ChannelPlayer::bytes).min().orElse(0));
            stream.close();
        }
    }

    @Benchmark
    public void pictureToSinks(Sinks to) {
        to.stream.publishPicture();
    }

    @Benchmark
    public void pictureToChannels(Channels to) {
        to.stream.publishPicture();
    }

    private static void check(long fewestBytes) {
        if (fewestBytes == 0) {
            throw new IllegalStateException("a player got nothing: the figures mean nothing");
        }
    }
}
