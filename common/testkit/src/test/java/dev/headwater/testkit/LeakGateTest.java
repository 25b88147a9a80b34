package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakGateTest {
    @Test
    void watchesBuffersFromTheFirstOn() {
        Unpooled.buffer().release();

        assertThat(BufferLeaks.watchesBuffers()).isTrue();
    }

    @Test
    void failsTheClassThatLosesABuffer() {
        var summary = run(LosesABuffer.class);

        assertThat(summary.getTestsFailedCount())
                .as("the tests themselves pass")
                .isZero();
        assertThat(summary.getFailures()).singleElement().satisfies(failure -> {
            assertThat(failure.getTestIdentifier().getDisplayName()).isEqualTo("LeakGateTest$LosesABuffer");
            assertThat(failure.getException())
                    .hasMessageStartingWith("1 leaked buffer(s) found after LeakGateTest$LosesABuffer")
                    .hasMessageContaining("ByteBuf was never released")
                    .as("says where the buffer was made")
                    .hasMessageContaining(getClass().getName() + ".makeAndForget");
        });
    }

    @Test
    void failsTheClassOfPropertiesThatLosesABuffer() {
        var summary = run(PropertyLosesABuffer.class);

        assertThat(summary.getFailures())
                .anySatisfy(failure -> assertThat(failure.getException())
                        .hasMessageContaining("leaked buffer(s) found after")
                        .hasMessageContaining(getClass().getName() + ".makeAndForget"));
    }

    @Test
    void failsTheRunForABufferThatItsHolderForgotLate() {
        var summary = run(KeepsABufferInAField.class);

        assertThat(summary.getFailures())
                .anySatisfy(failure -> assertThat(failure.getException())
                        .hasMessageContaining("leaked buffer(s) found after")
                        .hasMessageContaining(KeepsABufferInAField.class.getName()));
    }

    @Test
    void letsAClassPassThatReleasesWhatItTook() {
        var summary = run(ReleasesItsBuffer.class);

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    }

    private static TestExecutionSummary run(Class<?> testClass) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(testClass))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static int makeAndForget(int size) {
        return Unpooled.directBuffer(size).capacity();
    }

    static class LosesABuffer {
        @Test
        void passes() {
            assertThat(makeAndForget(16)).isEqualTo(16);
        }
    }

    static class PropertyLosesABuffer {
        @Property(tries = 3)
        void passes(@ForAll @IntRange(min = 1, max = 9) int size) {
            assertThat(makeAndForget(size)).isEqualTo(size);
        }
    }

    static class KeepsABufferInAField {
        private final ByteBuf kept = Unpooled.directBuffer(32);

        @Test
        void passes() {
            assertThat(kept.capacity()).isEqualTo(32);
        }
    }

    static class ReleasesItsBuffer {
        @Test
        void passes() {
            assertThat(Unpooled.directBuffer(8).release()).isTrue();
        }
    }
}
