package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.LogCapture;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private final AtomicInteger ends = new AtomicInteger();
    private boolean memory = true;
    private boolean loops = true;

    private void look(Vitals vitals, int times) {
        for (int i = 0; i < times; i++) {
            vitals.look();
        }
    }

    private Vitals vitals() {
        return Vitals.of(() -> memory, () -> loops, ends::incrementAndGet);
    }

    @Test
    void theProcessEndsWhenThreeLooksInARowFindNoMemory() {
        try (var log = LogCapture.of(Vitals.class);
                var vitals = vitals()) {
            memory = false;
            look(vitals, 2);
            assertThat(ends).hasValue(0);
            look(vitals, 1);
            assertThat(ends).hasValue(1);
            assertThat(log.errors()).singleElement().asString().contains("-XX:MaxDirectMemorySize");
        }
    }

    @Test
    void theProcessEndsWhenAnEventLoopIsDead() {
        try (var log = LogCapture.of(Vitals.class);
                var vitals = vitals()) {
            loops = false;
            look(vitals, 3);
            assertThat(ends).hasValue(1);
            assertThat(log.errors()).singleElement().asString().contains("an event loop is dead");
        }
    }

    @Test
    void whatPassesEndsNothing() {
        try (var vitals = vitals()) {
            memory = false;
            look(vitals, 2);
            memory = true;
            look(vitals, 1);
            memory = false;
            look(vitals, 2);
            assertThat(ends).hasValue(0);
        }
    }

    @Test
    void aLoopIsDeadThatHasEndedWithoutTheAcceptors() {
        var group = new DefaultEventExecutorGroup(1);
        var acceptors = new DefaultEventExecutorGroup(1);
        assertThat(Vitals.serve(group, acceptors)).isTrue();

        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(Vitals.serve(group, acceptors)).isFalse();

        acceptors.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(Vitals.serve(group, acceptors)).isTrue();
    }

    @Test
    void thereIsMemoryNow() {
        assertThat(Vitals.hasDirectMemory()).isTrue();
    }
}
