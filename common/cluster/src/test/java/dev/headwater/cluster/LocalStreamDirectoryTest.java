package dev.headwater.cluster;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalStreamDirectoryTest implements StreamDirectoryContract {
    private static final Succession SHORT =
            new Succession(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final StreamDirectory directory = new LocalStreamDirectory(SHORT, 1_000, System::nanoTime);

    @Override
    public StreamDirectory directory() {
        return directory;
    }

    @Override
    public Succession succession() {
        return SHORT;
    }

    @Test
    void namesAreBoundedAndTombstonesGiveWayFirst() {
        StreamDirectory two = new LocalStreamDirectory(SHORT, 2, () -> 0);
        StreamRecord released = granted(two.claim(Records.takeover(newKey(), "o1")));
        get(two.release(released));
        get(two.claim(Records.takeover(newKey(), "o1")));
        get(two.claim(Records.takeover(newKey(), "o1")));

        Future<Claim> third = two.claim(Records.takeover(newKey(), "o1"));
        assertThat(third.cause())
                .isInstanceOf(DirectoryUnavailableException.class)
                .hasMessageContaining("2 streams");
        assertThat(get(two.streams())).hasSize(2);
    }

    @Test
    void aTombstoneIsForgottenAfterItsLife() {
        AtomicLong now = new AtomicLong();
        StreamDirectory directory = new LocalStreamDirectory(SHORT, 10, now::get);
        StreamRecord first = granted(directory.claim(Records.takeover(newKey(), "o1")));
        get(directory.release(first));

        now.addAndGet(SHORT.tombstoneLife().toNanos());

        assertThat(granted(directory.claim(Records.takeover(first.key(), "o1"))).epoch())
                .isEqualTo(1);
    }
}
