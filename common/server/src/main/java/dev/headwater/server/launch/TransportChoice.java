package dev.headwater.server.launch;

import dev.headwater.server.config.NodeConfig.TransportKind;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which transport serves the sockets: what the configuration asks for, else the next best that loads. */
final class TransportChoice {
    private static final Logger log = LoggerFactory.getLogger(TransportChoice.class);

    private TransportChoice() {}

    static Transport of(TransportKind kind) {
        return switch (kind) {
            case AUTO, EPOLL -> firstAvailable(List.of(Transport.EPOLL, Transport.NIO), kind != TransportKind.AUTO);
            case IO_URING -> firstAvailable(List.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO), true);
            case NIO -> Transport.NIO;
        };
    }

    /** @param asked whether an operator asked for the first and should be warned that it is another */
    static Transport firstAvailable(List<Transport> inOrder, boolean asked) {
        var chosen = inOrder.stream().filter(Transport::available).findFirst().orElse(Transport.NIO);
        var wanted = inOrder.getFirst();
        if (!chosen.equals(wanted)) {
            String text = "transport {} is not available ({}), using {}";
            if (asked) {
                log.warn(text, wanted.name(), why(wanted), chosen.name());
            } else {
                log.info(text, wanted.name(), why(wanted), chosen.name());
            }
        }
        return chosen;
    }

    private static String why(Transport transport) {
        var cause = Optional.ofNullable(transport.unavailabilityCause());
        return cause.map(Throwable::toString).orElse("no reason told");
    }
}
