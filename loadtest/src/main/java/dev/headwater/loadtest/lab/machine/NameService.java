package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server of the lab's own, dnsmasq, which every process in it asks: each place is {@code NAME.lab}, and {@code origins.lab} has the
 * addresses of all origins, as a headless Service has. Only inside a {@link PrivateMachine}.
 */
public final class NameService implements AutoCloseable {
    /** All origins together. */
    public static final String ORIGINS = "origins.lab";

    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    /** As short as Kubernetes' own server says. */
    private static final int TTL_SECONDS = 5;

    /** Before it has started, a SIGHUP ends it. */
    private static final String AWAIT_START = "until grep -q ' started,' \"$1\"; do sleep 0.02; done";

    private static final String START_PATIENCE_SECONDS = "10";

    private final Path folder;
    private final Path hosts;
    private final Process server;

    private NameService(Path folder, Path hosts, Process server) {
        this.folder = folder;
        this.hosts = hosts;
        this.server = server;
    }

    /** The name of a place. */
    public static String of(String place) {
        return place + ".lab";
    }

    static NameService at(String address) {
        try {
            var folder = Files.createTempDirectory("lab-names");
            var hosts = Files.createFile(folder.resolve("hosts"));
            var log = folder.resolve("log");
            var resolver = Files.writeString(
                    folder.resolve("resolv.conf"), "nameserver %s\noptions timeout:1 attempts:1\n".formatted(address));
            Program.require("mount", "--bind", resolver.toString(), "/etc/resolv.conf");
            var server = new ProcessBuilder(
                            // a HUP that comes before it minds them must not end it
                            "/bin/sh",
                            "-c",
                            "trap '' HUP; exec \"$0\" \"$@\"",
                            Tool.DNSMASQ.path(),
                            "--keep-in-foreground",
                            "--no-resolv",
                            "--no-hosts",
                            "--addn-hosts=" + hosts,
                            "--listen-address=" + address,
                            "--bind-interfaces",
                            "--local-ttl=" + TTL_SECONDS,
                            "--user=root",
                            "--pid-file=",
                            "--log-facility=-")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Program.require("timeout", START_PATIENCE_SECONDS, "sh", "-c", AWAIT_START, "sh", log.toString());
            return new NameService(folder, hosts, server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a name service", e);
        }
    }

    void add(String name, String address) {
        try {
            Files.writeString(hosts, "%s %s%n".formatted(address, name), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        readAgain();
    }

    /** No name has the address any more. */
    void remove(String address) {
        try (var lines = Files.lines(hosts)) {
            var others = lines.filter(line -> !line.startsWith(address + " ")).toList();
            Files.write(hosts, others);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        readAgain();
    }

    private void readAgain() {
        Program.require(Tool.KILL.path(), "-HUP", Long.toString(server.pid()));
    }

    /** Whether somebody at the place who asks for {@code name} gets an answer. Blocks, a second or so if there is none. */
    public boolean answers(Place place, String name) {
        return Program.run(place.command(List.of("getent", "ahostsv4", name))).isSuccess();
    }

    /** Answers nobody from now on; what is asked is read by nobody. */
    public void fallSilent() {
        ProcessState.stop(server.pid());
    }

    /** Answers again. */
    public void speak() {
        ProcessState.resume(server.pid());
    }

    @Override
    public void close() {
        server.destroyForcibly();
        try {
            if (!server.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("dnsmasq does not end");
            }
            Program.require("umount", "/etc/resolv.conf");
            for (String file : List.of("hosts", "resolv.conf", "log")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
