package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.DirectoryUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from a caller to Hazelcast and back. Thread-safe. Futures complete on the Vert.x context that asked, if one
 * did, and fail with {@link DirectoryUnavailableException} only.
 *
 * <p>Hazelcast's asynchronous calls block all the same when a type is serialised for the first time (its schema goes
 * round the cluster), so writes start on one thread of their own, in the order in which they were asked for. Scans have
 * another. Both queues are bounded: a cluster that hangs fails calls, it does not collect them.
 */
final class DirectoryCalls implements AutoCloseable {
    private static final int MAX_WAITING_WRITES = 10_000;
    private static final int MAX_WAITING_SCANS = 100;

    private final ExecutorService writes = thread("headwater-directory-write", MAX_WAITING_WRITES);
    private final ExecutorService scans = thread("headwater-directory-scan", MAX_WAITING_SCANS);

    /** Starts a read from the calling thread. */
    <T extends @Nullable Object> Future<T> read(Supplier<CompletionStage<T>> call) {
        CompletionStage<T> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        return onCallersContext(stage);
    }

    /** Starts a write from the thread of writes. */
    <T extends @Nullable Object> Future<T> write(Supplier<CompletionStage<T>> call) {
        return onCallersContext(inOrder(call, writes));
    }

    /** Runs a call that blocks. */
    <T> Future<T> scan(Callable<T> call) {
        return onCallersContext(inOrder(
                () -> {
                    try {
                        return CompletableFuture.completedStage(call.call());
                    } catch (Exception e) {
                        return CompletableFuture.failedStage(e);
                    }
                },
                scans));
    }

    @Override
    public void close() {
        writes.shutdown();
        scans.shutdown();
    }

    private static <T extends @Nullable Object> CompletionStage<T> inOrder(
            Supplier<CompletionStage<T>> call, ExecutorService executor) {
        try {
            return CompletableFuture.supplyAsync(call, executor).thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static <T extends @Nullable Object> Future<T> onCallersContext(CompletionStage<T> stage) {
        Context context = Vertx.currentContext();
        Future<T> future =
                context == null ? Future.fromCompletionStage(stage) : Future.fromCompletionStage(stage, context);
        return future.recover(cause -> Future.failedFuture(unavailable(cause)));
    }

    private static DirectoryUnavailableException unavailable(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case DirectoryUnavailableException already -> already;
            case com.hazelcast.partition.NoDataMemberInClusterException noOrigin ->
                new DirectoryUnavailableException("no origin in the cluster yet", noOrigin);
            case com.hazelcast.core.HazelcastInstanceNotActiveException stopping ->
                new DirectoryUnavailableException("this node is leaving the cluster", stopping);
            case RejectedExecutionException full ->
                new DirectoryUnavailableException("this node is leaving the cluster or its calls pile up", full);
            default -> new DirectoryUnavailableException("the cluster did not answer: " + cause.getMessage(), cause);
        };
    }

    private static ExecutorService thread(String name, int maxWaiting) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
