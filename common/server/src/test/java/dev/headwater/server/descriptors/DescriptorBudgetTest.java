package dev.headwater.server.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.LogCapture;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limit of 256 and a reserve of 56. */
class DescriptorBudgetTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private DescriptorBudget budget() {
        return new DescriptorBudget(vertx, 56, () -> {
            looks.incrementAndGet();
            return new DescriptorCount(open.get(), 256);
        });
    }

    @Test
    void takesAllButTheReserve() {
        open.set(197);
        var budget = budget();

        for (int i = 0; i < 3; i++) {
            assertThat(budget.take()).as("descriptor %d of 3", i + 1).isTrue();
        }
        assertThat(budget.take()).isFalse();
    }

    @Test
    void portsThatShareItTakeNoMoreTogether() {
        open.set(197);
        var budget = budget();
        long taken = Stream.of(budget, budget)
                .parallel()
                .mapToLong(port -> {
                    long own = 0;
                    for (int i = 0; i < 3; i++) {
                        own += port.take() ? 1 : 0;
                    }
                    return own;
                })
                .sum();
        assertThat(taken).isEqualTo(3);
    }

    @Test
    void seesWhatOthersTookAndGaveBack() {
        var budget = budget();
        open.set(200);
        await().until(() -> !budget.take());
        open.set(100);
        await().until(budget::take);
    }

    @Test
    void looksOnByItselfWhileNothingIsLeft() {
        open.set(200);
        var budget = budget();
        await().until(() -> !budget.take() && looks.get() > 1);

        open.set(0);
        long seen = looks.get();
        await().until(() -> looks.get() > seen);
        await().until(budget::take); // what the look found is there a moment after it
    }

    @Test
    void asksTheKernelNoOftenerThanItMust() {
        var budget = budget();
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take()).isTrue();
        }

        assertThat(looks.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void tellsOnceThatTheyAreShortAndOnceThatTheyAreNot() {
        try (var log = LogCapture.of(DescriptorBudget.class)) {
            open.set(210);
            var budget = budget();
            await().until(() -> !budget.take() && looks.get() > 3);
            open.set(10);
            await().until(budget::take);

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("whoever comes is closed", "210 of 256", "descriptors.reserve=56");
        }
    }

    @Test
    void theKernelCountsOurOwn() {
        var count = DescriptorCount.now();

        assertThat(count.open()).isPositive().isLessThan(count.limit());
    }
}
