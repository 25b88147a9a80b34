package dev.headwater.server.net;

import dev.headwater.server.config.AddressSet;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The balancers before one kind of port.
 *
 * @param port its name in logs: {@code rtmp} or {@code http}
 * @param addresses from which a connection begins with a header, and from which alone ({@code rtmp.proxies})
 * @param timeout from accept to the end of the header
 * @param rejected counts a connection that is closed, by reason; called on event loops
 */
public record TrustedProxies(
        String port, Supplier<AddressSet> addresses, Supplier<Duration> timeout, Consumer<String> rejected) {}
