package dev.headwater.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.UsesDirectory;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsesAnnouncerTest {
    private static final InetAddress ENCODER = InetAddress.ofLiteral("192.0.2.1");
    private static final int LIVE = 10;

    private final Vertx vertx = Vertx.vertx();
    private final UsesElsewhere elsewhere = new UsesElsewhere("a", Duration.ofSeconds(6), System::nanoTime);
    private final ClusterLimiter here = limiter(elsewhere);
    private final ClusterLimiter there = limiter(new UsesElsewhere("b", Duration.ofSeconds(6), System::nanoTime));

    private static ClusterLimiter limiter(UsesElsewhere elsewhere) {
        return new ClusterLimiter(
                (limit, app) -> switch (limit) {
                    case PUBLISHERS_PER_APP -> LIVE;
                    case PLAYERS_PER_ADDRESS -> 20;
                    default -> 0;
                },
                new Counted("what the nodes share"),
                elsewhere,
                () -> 16);
    }

    /** Tells {@code watcher} of what the one node announces. */
    private record ToOne(Watcher watcher, Promise<Void> announced) implements UsesDirectory {
        @Override
        public Future<Void> announce(NodeUses uses) {
            watcher.uses(uses);
            announced.tryComplete();
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> withdraw(String nodeId) {
            return Future.succeededFuture();
        }

        @Override
        public void watch(Watcher watcher) {}
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static StreamKey name(int number) {
        return new StreamKey("live", "show" + number);
    }

    @Test
    void namesThatAreLiveAreToldHoweverManyAddressesAreCountedBesideThem() {
        for (int i = 0; i < LIVE; i++) {
            assertThat(there.acquire(Action.PUBLISH, name(i), ENCODER)).isInstanceOf(Permit.Granted.class);
        }
        for (int i = 0; i <= NodeUses.MAX; i++) {
            var viewer = InetAddress.ofLiteral("198.18.%d.%d".formatted(i / 256, i % 256));
            there.acquire(Action.PLAY, name(0), viewer);
            there.acquire(Action.PLAY, name(1), viewer);
        }
        var directory = new ToOne(elsewhere, Promise.promise());
        new UsesAnnouncer(vertx, directory, "b", there, () -> Duration.ofMillis(100)).refresh();
        directory.announced.future().await();
        assertThat(here.acquire(Action.PUBLISH, name(LIVE), ENCODER)).isInstanceOf(Permit.Exhausted.class);
        for (int i = 0; i < LIVE; i++) { // their broadcasters come back, to this node
            assertThat(here.acquire(Action.PUBLISH, name(i), ENCODER))
                    .as("%s", name(i))
                    .isInstanceOf(Permit.Granted.class);
        }
    }
}
