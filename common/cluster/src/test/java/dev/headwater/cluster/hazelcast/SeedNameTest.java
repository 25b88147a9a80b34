package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headwater.testkit.LogCapture;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeedNameTest {
    private static final String NAME = "origins.example";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aNameWhoseAddressesComeLateIsWaitedFor() throws InterruptedException {
        var asked = new AtomicInteger();
        try (LogCapture log = LogCapture.of(SeedName.class)) {
            new SeedName(NAME, name -> name.equals(NAME) && asked.incrementAndGet() >= 3, LONG).await();
            assertThat(asked).hasValueGreaterThanOrEqualTo(3);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aNameThatNeverHasAnAddressIsGivenUpWithAWarning() throws InterruptedException {
        try (LogCapture log = LogCapture.of(SeedName.class)) {
            new SeedName(NAME, _ -> false, SHORT).await();
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("cluster.dns-name=" + NAME, "300 ms", "a cluster of its own");
        }
    }

    @Test
    void aResolverThatNeverAnswersHoldsNobodyUp() {
        var never = new CountDownLatch(1);
        try (LogCapture log = LogCapture.of(SeedName.class)) {
            assertThatCode(() -> new SeedName(NAME, _ -> answersAfter(never), SHORT).await())
                    .doesNotThrowAnyException();
            assertThat(log.warnings()).hasSize(1);
        } finally {
            never.countDown();
        }
    }

    @Test
    void theMachinesOwnNameNeedsNoWaiting() throws InterruptedException {
        try (LogCapture log = LogCapture.of(SeedName.class)) {
            SeedName.of("localhost").await();
            assertThat(log.lines()).isEmpty();
        }
    }

    private static boolean answersAfter(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
