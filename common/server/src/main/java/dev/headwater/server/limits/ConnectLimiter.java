package dev.headwater.server.limits;

import java.net.InetAddress;

/** Whether somebody may connect. Thread-safe. */
@FunctionalInterface
public interface ConnectLimiter {
    /** For ports whose callers were counted where they came in. */
    ConnectLimiter UNLIMITED = address -> new Permit.Granted(() -> {});

    /** Answers at once. A permit is released when the connection is closed. */
    Permit acquire(InetAddress address);
}
