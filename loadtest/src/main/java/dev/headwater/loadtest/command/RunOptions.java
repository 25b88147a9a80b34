package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.TransportKind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every run; a picocli mixin. */
final class RunOptions {
    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "How long to measure, e.g. 90s, 5m. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "Warm-up between the last client's coming and the measured time. Default: ${DEFAULT-VALUE}.")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Event loops of the load test. Default: one for each two cores.")
    private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "Kernel interface: auto, epoll, io_uring or nio. Default: ${DEFAULT-VALUE} (epoll where it loads).")
    private TransportKind transport = TransportKind.AUTO;

    @Option(
            names = "--local-address",
            paramLabel = "ADDRESS",
            split = ",",
            description = {
                "Addresses of this machine to connect from, in turn. Default: the kernel's choice,",
                "and towards a server on loopback as many of 127.0.0.0/8 as the clients need."
            })
    private final List<InetAddress> localAddresses = new ArrayList<>();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long a client waits for its first frame, or to publish. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ZERO;

    Duration duration() {
        return duration;
    }

    Duration settle() {
        return settle;
    }

    int loops() {
        if (loops < 1) {
            throw new IllegalArgumentException("--loops must be at least 1, found " + loops);
        }
        return loops;
    }

    TransportKind transport() {
        return transport;
    }

    Duration patience() {
        return patience;
    }

    /** What was asked for, else what so many addresses towards {@code server} are. */
    LocalAddresses localAddresses(InetAddress server, int wanted) {
        return localAddresses.isEmpty() ? LocalAddresses.towards(server, wanted) : new LocalAddresses(localAddresses);
    }
}
