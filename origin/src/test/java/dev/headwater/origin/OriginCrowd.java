package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Forwarded;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Publishers of one origin that come and go by chance, some in the middle of their claims, and who asks there, all for few
 * names. Thread-safe.
 */
final class OriginCrowd {
    private static final String STRICT = "strict";

    static final List<StreamKey> KEYS = List.of(
            new StreamKey("live", "k0"),
            new StreamKey("live", "k1"),
            new StreamKey("live", "k2"),
            new StreamKey(STRICT, "k3"),
            new StreamKey(STRICT, "k4"));

    private static final int PUBLISHERS = 3;
    private static final int LOOPS = 2;

    /** Of those that nodes bring; at several origins at a time, as while one of them is cut off. */
    private static final int PUBLISHERS_THAT_COME_BACK = 4;

    private static final int LONGEST_QUESTION_SECONDS = 20;

    private final WitnessedOrigin origin;
    private final boolean publishing;
    private final Random seeds;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
    private final Map<StreamKey, Long> seen = new ConcurrentHashMap<>();
    private volatile boolean claiming = true;
    private volatile boolean over;

    /** Those who ask, and publishers at an origin. The same seed lets everybody want the same. */
    OriginCrowd(WitnessedOrigin origin, boolean publishing, Random seeds) {
        this.origin = origin;
        this.publishing = publishing;
        this.seeds = seeds;
    }

    /** By the names of its apps. */
    static ClaimPolicy policy(String app) {
        return app.equals(STRICT) ? ClaimPolicy.REFUSE : ClaimPolicy.TAKEOVER;
    }

    void begin() {
        for (int i = 0; i < (publishing ? PUBLISHERS : 0); i++) {
            var random = new Random(seeds.nextLong());
            Thread.ofVirtual().start(() -> publish(random));
        }
        var random = new Random(seeds.nextLong());
        Thread.ofVirtual().start(() -> ask(random));
    }

    /** Nobody comes or leaves any more. */
    void calmDown() {
        claiming = false;
    }

    void end() {
        over = true;
    }

    private void publish(Random random) {
        while (!over) {
            pause(20 + random.nextInt(150));
            if (claiming) {
                StreamKey key = key(random);
                goOn(origin.publish(key, forwarded(key, random), loops.next()), random);
            }
        }
    }

    private Forwarded forwarded(StreamKey key, Random random) {
        return random.nextBoolean()
                ? Forwarded.NOT
                : new Forwarded(
                        "p" + random.nextInt(PUBLISHERS_THAT_COME_BACK),
                        random.nextBoolean() ? seen.getOrDefault(key, 0L) : 0);
    }

    private void goOn(Broadcast broadcast, Random random) {
        if (random.nextInt(5) == 0) {
            pause(random.nextInt(5));
            broadcast.leave();
        }
        int frames = random.nextInt(12);
        for (int i = 0; !over && !broadcast.isOver(); i++) {
            pause(20 + random.nextInt(150));
            broadcast.send();
            if (i >= frames && claiming && random.nextInt(3) > 0) {
                broadcast.leave();
            }
        }
    }

    private void ask(Random random) {
        while (!over) {
            pause(20);
            StreamKey key = key(random);
            var answer = origin.find(key).toCompletionStage().toCompletableFuture();
            answer.completeOnTimeout(Optional.empty(), LONGEST_QUESTION_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(failure -> Optional.empty())
                    .join()
                    .map(StreamRecord::epoch)
                    .ifPresent(epoch -> seen.merge(key, epoch, Math::max));
        }
    }

    private static StreamKey key(Random random) {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    private static void pause(int millis) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }
}
