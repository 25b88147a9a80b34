package dev.headwater.loadtest.client;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this machine lets one process open. Looked at before a run and never raised.
 *
 * @param freeFileDescriptors that the process may still open
 * @param portsPerAddress connections from one local address to one server
 */
public record MachineLimits(long freeFileDescriptors, int portsPerAddress) {
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** Of IANA's dynamic ports, where the kernel does not say. */
    private static final int DEFAULT_PORTS = 16_384;

    /** File descriptors for everything but clients: event loops, files, scraping. */
    private static final int RESERVED_FILE_DESCRIPTORS = 64;

    /** Limits of this process now. */
    public static MachineLimits read() {
        long free = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVED_FILE_DESCRIPTORS
                : Long.MAX_VALUE;
        return new MachineLimits(Math.max(free, 0), ports());
    }

    /** How many clients can be connected to one server at once. */
    public long clients(LocalAddresses addresses) {
        return Math.min(freeFileDescriptors, (long) portsPerAddress * addresses.count());
    }

    /** As many addresses as {@code clients} need, with ports to spare: freed ones take their time to be usable again. */
    public int addressesFor(int clients) {
        int comfortable = Math.max(portsPerAddress * 3 / 4, 1);
        return Math.ceilDiv(clients, comfortable);
    }

    /**
     * Says no before the first client where it would say no to the last one.
     *
     * @throws IllegalArgumentException which limit is in the way, and what to do
     */
    public void require(int clients, LocalAddresses addresses) {
        if (clients > freeFileDescriptors) {
            throw new IllegalArgumentException(
                    "%d clients need as many file descriptors, and this process may open only %d more: raise the limit (ulimit -n)"
                            .formatted(clients, freeFileDescriptors));
        }
        if (clients > clients(addresses)) {
            throw new IllegalArgumentException(
                    "%d clients need as many local ports, and %d x %d is all there is: name more addresses (--local-address) or widen net.ipv4.ip_local_port_range"
                            .formatted(clients, addresses.count(), portsPerAddress));
        }
    }

    /** For the operator, before the start. */
    public String describe(LocalAddresses addresses) {
        String next = freeFileDescriptors < (long) portsPerAddress * addresses.count() ? "file descriptors" : "ports";
        return "room for %,d clients, then out of %s (%,d file descriptors, %,d ports on each of %d local address%s)"
                .formatted(
                        clients(addresses),
                        next,
                        freeFileDescriptors,
                        portsPerAddress,
                        addresses.count(),
                        addresses.count() == 1 ? "" : "es");
    }

    /** Read line by line: this file is at its end after the first read, and readString begins with one byte. */
    private static int ports() {
        try {
            String[] range = Files.readAllLines(PORT_RANGE).getFirst().split("\\s+", -1);
            return Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        } catch (IOException | RuntimeException e) {
            return DEFAULT_PORTS;
        }
    }
}
