package dev.headwater.server.limits;

import java.net.InetAddress;

/** Whether somebody may connect. Thread-safe. */
@FunctionalInterface
public interface Door {
    /** For ports whose callers were counted where they came in. */
    Door OPEN = address -> new Entry.In(() -> {});

    /** Answers at once. Who is in leaves when the connection is closed. */
    Entry enter(InetAddress address);
}
