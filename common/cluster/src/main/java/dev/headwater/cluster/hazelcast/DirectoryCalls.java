package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.DirectoryUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * round the cluster), so writes start on one thread of their own, in the order in which they were asked for. So do calls that
 * have no asynchronous form, and each {@link Scan} has its own. All queues are bounded: a cluster that hangs fails calls, it
 * does not collect them.
 */
final class DirectoryCalls implements AutoCloseable {
    private static final int MAX_WAITING_WRITES = 10_000;
    private static final int MAX_WAITING_BLOCKING = 100;

    private final List<ExecutorService> threads = new CopyOnWriteArrayList<>(); // one per scan besides these two
    private final ExecutorService writes = thread("write", MAX_WAITING_WRITES);
    private final ExecutorService blocking = thread("blocking", MAX_WAITING_BLOCKING);

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

    /** @param what for the name of its thread */
    <T> Scan<T> scan(String what, Callable<T> look) {
        return new Scan<>(look, thread("scan-" + what, 1));
    }

    /** Runs a call that blocks, after those that were asked for before. */
    <T> Future<T> block(Callable<T> call) {
        return onCallersContext(inOrder(
                () -> {
                    try {
                        return CompletableFuture.completedStage(call.call());
                    } catch (Exception e) {
                        return CompletableFuture.failedStage(e);
                    }
                },
                blocking));
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }

    private static <T extends @Nullable Object> CompletionStage<T> inOrder(
            Supplier<CompletionStage<T>> call, ExecutorService executor) {
        try {
            return CompletableFuture.supplyAsync(call, executor).thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    static <T extends @Nullable Object> Future<T> onCallersContext(CompletionStage<T> stage) {
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

    private ExecutorService thread(String name, int maxWaiting) {
        var thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                Thread.ofPlatform().daemon().name("headwater-directory-" + name).factory());
        threads.add(thread);
        return thread;
    }
}
