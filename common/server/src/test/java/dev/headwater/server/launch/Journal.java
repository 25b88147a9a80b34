package dev.headwater.server.launch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened, in order; and parts that do nothing but write it down. Thread-safe. */
final class Journal {
    private final List<String> entries = new CopyOnWriteArrayList<>();

    void add(String entry) {
        entries.add(entry);
    }

    List<String> entries() {
        return List.copyOf(entries);
    }

    Part part(String name) {
        return part(name, Future.succeededFuture(), Future.succeededFuture(), Future.succeededFuture());
    }

    Part part(String name, Future<?> start, Future<?> drain, Future<?> stop) {
        return new Part() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<?> start() {
                add("start " + name);
                return start;
            }

            @Override
            public Future<?> drain(Duration limit) {
                add("drain " + name);
                return drain;
            }

            @Override
            public Future<?> stop() {
                add("stop " + name);
                return stop;
            }
        };
    }
}
