package dev.headwater.server.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Where the other nodes' hosts are: what DNS says, and while DNS says nothing what it said last, for an hour. A stream must not be out of
 * reach because a name is. Thread-safe; never blocks.
 */
public final class HostAddresses {
    /** Of what a pull has for its whole connection, a third. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_HOSTS = 10_000;

    private final Function<String, Future<InetAddress>> dns;
    private final Cache<String, String> last = Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .expireAfterWrite(REMEMBERED)
            .build();

    public HostAddresses(Vertx vertx) {
        this(((VertxInternal) vertx).nameResolver()::resolve);
    }

    HostAddresses(Function<String, Future<InetAddress>> dns) {
        this.dns = dns;
    }

    /** The address of a host, in text; at once if it is one. Fails if the host is unknown. Completes on any thread: hop. */
    public Future<String> of(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return Future.succeededFuture(host);
        }
        return dns.apply(host)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(InetAddress::getHostAddress)
                .onSuccess(address -> last.put(host, address))
                .recover(cause -> Optional.ofNullable(last.getIfPresent(host))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(cause)));
    }
}
