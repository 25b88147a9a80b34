package dev.headwater.origin;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls to the directory that are to be answered before this node leaves its cluster. Thread-safe. Bounded by the publishers. */
final class UnansweredCalls {
    private final Set<Future<?>> calls = ConcurrentHashMap.newKeySet();

    <T> Future<T> add(Future<T> call) {
        calls.add(call);
        call.onComplete((answer, cause) -> calls.remove(call));
        return call;
    }

    /** Completes when those that are under way now have their answers, whatever they are. */
    Future<?> answered() {
        return Future.join(List.copyOf(calls)).otherwiseEmpty();
    }
}
