package dev.headwater.cluster;

import io.vertx.core.Future;
import java.util.Map;

/**
 * What operators added to the relays while the cluster runs, by name, each in the words of whoever reads it; they may hold keys. It
 * stays until it is taken out, or no origin is left. Thread-safe; nothing here blocks the caller, and futures fail with
 * {@link DirectoryUnavailableException}.
 */
public interface RelayBook {
    /** Relays of one cluster. */
    int MAX = 500;

    enum Addition {
        ADDED,
        /** There is one of that name. */
        TAKEN,
        /** There are {@link #MAX}. */
        FULL
    }

    Future<Addition> add(String name, String relay);

    /** The answer is whether there was one. */
    Future<Boolean> remove(String name);

    /** All there are now. */
    Future<Map<String, String>> all();
}
