package dev.headwater.cluster;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalStreamDirectoryTest implements StreamDirectoryContract {
    private static final Succession RULES = Succession.DEFAULT;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // System.nanoTime may overflow
    private final StreamDirectory directory = new LocalStreamDirectory(RULES, now::get);

    @Override
    public StreamDirectory directory() {
        return directory;
    }

    @Override
    public Succession succession() {
        return RULES;
    }

    @Override
    public void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aTombstoneIsForgottenAfterItsLife() {
        StreamRecord first = granted(directory.claim(Records.takeover(newKey(), "o1")));
        get(directory.release(first));

        pass(RULES.tombstoneLife());

        assertThat(granted(directory.claim(Records.takeover(first.key(), "o1"))).epoch())
                .isEqualTo(1);
    }
}
