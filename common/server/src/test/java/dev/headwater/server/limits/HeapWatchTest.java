package dev.headwater.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
    private final AtomicInteger limit = new AtomicInteger(80);
    private final AtomicInteger left = new AtomicInteger();
    private final HeapWatch heap = new HeapWatch(limit::get, left::get);

    private boolean isShortAt(int percent) {
        left.set(percent);
        heap.look();
        return heap.isShort();
    }

    private Permit acquire(Action action) {
        return heap.guard(UseLimiter.UNLIMITED)
                .acquire(action, new StreamKey("live", "show"), InetAddress.getLoopbackAddress());
    }

    @Test
    void isShortFromTheLimitOnUntilThereIsRoomAgain() {
        assertThat(isShortAt(79)).isFalse();
        assertThat(isShortAt(80)).isTrue();
        assertThat(isShortAt(71)).isTrue();
        assertThat(isShortAt(70)).isFalse();
        assertThat(isShortAt(79)).isFalse();
    }

    @Test
    void nobodyIsLetInMeanwhile() {
        assertThat(acquire(Action.PLAY)).isInstanceOf(Permit.Granted.class);

        isShortAt(85);

        for (var action : Action.values()) {
            assertThat(acquire(action)).isInstanceOfSatisfying(Permit.Exhausted.class, full -> {
                assertThat(full.limit()).isEqualTo(Limit.HEAP_PERCENT);
                assertThat(full.explanation()).contains("limits.heap-percent=80", "70");
            });
        }
        isShortAt(60);
        assertThat(acquire(Action.PUBLISH)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void withoutALimitTheHeapIsNeverShort() {
        isShortAt(90);
        limit.set(0);

        assertThat(isShortAt(99)).isFalse();
    }

    @Test
    void ofWhatNodesBringPublishersAloneAreNotLetInMeanwhile() {
        var uses = PortLimits.ofRelayPort(heap).uses();
        var stream = new StreamKey("live", "show");
        var edge = InetAddress.getLoopbackAddress();
        assertThat(uses.acquire(Action.PUBLISH, stream, edge)).isInstanceOf(Permit.Granted.class);

        isShortAt(85);

        assertThat(uses.acquire(Action.PUBLISH, stream, edge))
                .isInstanceOfSatisfying(
                        Permit.Exhausted.class, full -> assertThat(full.limit()).isEqualTo(Limit.HEAP_PERCENT));
        assertThat(uses.acquire(Action.PLAY, stream, edge)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void readsWhatCollectionsOfThisProcessLeave() {
        int with = withAQuarterOfTheHeap();
        System.gc();
        assertThat(HeapWatch.leftByCollections()).isBetween(0, with - 15);
    }

    private static int withAQuarterOfTheHeap() {
        var quarter = new byte[4][(int) (Runtime.getRuntime().maxMemory() / 16)];
        try {
            System.gc();
            return HeapWatch.leftByCollections();
        } finally {
            Reference.reachabilityFence(quarter);
        }
    }
}
