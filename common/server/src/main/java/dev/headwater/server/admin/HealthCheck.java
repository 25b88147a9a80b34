package dev.headwater.server.admin;

import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One condition of health. Thread-safe.
 *
 * @param name short and stable, for alerts: {@code cluster}
 * @param probe succeeds if all is well; else fails, and the message says to people what is wrong
 */
public record HealthCheck(String name, Supplier<Future<?>> probe) {
    /** A condition that is known at once. */
    public static HealthCheck of(String name, BooleanSupplier well, String problem) {
        return new HealthCheck(
                name, () -> well.getAsBoolean() ? Future.succeededFuture() : Future.failedFuture(problem));
    }
}
