package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.TransportKind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every run; a picocli mixin. */
final class RunOptions {
    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Event loops of the load test. Default: one for each two cores.")
    private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            defaultValue = "auto",
            converter = TransportConverter.class,
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

    @Mixin
    private final ReportOptions reports = new ReportOptions();

    ReportOptions reports() {
        return reports;
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
