package dev.headwater.server.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The TLS handshakes that are under way at one kind of port: connections that no other budget knows yet. Thread-safe.
 *
 * @param port its name in logs: {@code rtmp} or {@code http}
 * @param most at once, at all ports that share {@code underWay} ({@code tls.max-handshakes})
 * @param rejected counts a connection that is closed, by reason; called on event loops
 */
public record TlsHandshakes(String port, IntSupplier most, AtomicInteger underWay, Consumer<String> rejected) {
    boolean take() {
        if (underWay.incrementAndGet() > most.getAsInt()) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    void give() {
        underWay.decrementAndGet();
    }
}
