package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScanTest {
    private final DirectoryCalls calls = new DirectoryCalls();
    private final CompletableFuture<Void> looking = new CompletableFuture<>();
    private final CompletableFuture<Void> thawed = new CompletableFuture<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Scan<Integer> frozen = calls.scan("frozen", () -> {
        looking.complete(null);
        thawed.join();
        return looks.incrementAndGet();
    });

    @AfterEach
    void thaw() {
        thawed.complete(null);
        calls.close();
    }

    @Test
    void whoeverAsksWhileOneIsUnderWaySharesTheNext() {
        Future<Integer> first = frozen.ask();
        looking.join();
        Future<Integer> second = frozen.ask();
        Future<Integer> third = frozen.ask();
        thawed.complete(null);
        assertThat(get(first)).isEqualTo(1);
        assertThat(get(second)).isEqualTo(2);
        assertThat(get(third)).isEqualTo(2);
        assertThat(get(frozen.ask())).isEqualTo(3);
    }

    @Test
    void oneThatHangsHoldsUpNoOther() {
        frozen.ask();
        looking.join();
        assertThat(get(calls.scan("other", () -> "here").ask())).isEqualTo("here");
    }

    @Test
    void afterTheEndNothingIsAsked() {
        calls.close();
        assertThatThrownBy(() -> get(frozen.ask())).hasStackTraceContaining("this node is leaving the cluster");
        assertThat(looks).hasValue(0);
    }
}
