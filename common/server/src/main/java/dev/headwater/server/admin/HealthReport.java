package dev.headwater.server.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answer to a probe: what each check said within its time. */
record HealthReport(List<Result> results) {
    /** A probe that hangs is a probe that fails; kubelet itself waits a second by default, and for the whole. */
    static final Duration TIMEOUT = Duration.ofMillis(900);

    /** What one check said; no problem if all is well. */
    record Result(String check, Optional<String> problem) {
        JsonObject json() {
            var json = new JsonObject().put("check", check).put("status", problem.isEmpty() ? "up" : "down");
            problem.ifPresent(text -> json.put("problem", text));
            return json;
        }
    }

    /** Asks all checks at once. Never fails. */
    static Future<HealthReport> of(List<HealthCheck> checks) {
        var asked = checks.stream().map(HealthReport::ask).toList();
        return Future.all(asked)
                .map(all -> new HealthReport(asked.stream().map(Future::result).toList()));
    }

    private static Future<Result> ask(HealthCheck check) {
        return probe(check)
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .map(well -> new Result(check.name(), Optional.empty()))
                .otherwise(problem -> new Result(check.name(), Optional.of(text(problem))));
    }

    @SuppressWarnings("unchecked") // the value is never looked at
    private static Future<Object> probe(HealthCheck check) {
        try {
            return (Future<Object>) check.probe().get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static String text(Throwable problem) {
        return problem instanceof TimeoutException
                ? "no answer within " + TIMEOUT.toMillis() + " ms"
                : Optional.ofNullable(problem.getMessage()).orElse(problem.toString());
    }

    boolean well() {
        return results.stream().allMatch(result -> result.problem().isEmpty());
    }

    JsonObject json() {
        var checks = new JsonArray();
        results.forEach(result -> checks.add(result.json()));
        return new JsonObject().put("status", well() ? "up" : "down").put("checks", checks);
    }
}
