package dev.headwater.deploy.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** deploy/haproxy/haproxy.cfg, and the same for other addresses. */
public record BalancerConfiguration(String text) {
    private static final Pattern SERVER = Pattern.compile("(?m)^ *server (\\S+) \\S+:(\\d+)$");

    public static BalancerConfiguration read() {
        try {
            return new BalancerConfiguration(Files.readString(Path.of("haproxy", "haproxy.cfg")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It listens on {@code to}, of the loopback address, instead of {@code port}. */
    public BalancerConfiguration bound(int port, int to) {
        return new BalancerConfiguration(text.replace("bind :" + port + "\n", "bind 127.0.0.1:" + to + "\n"));
    }

    /** The node is this machine, with {@code to} instead of {@code port}. */
    public BalancerConfiguration server(String node, int port, String to, String management) {
        return new BalancerConfiguration(text.replace(
                "%s:%d\n".formatted(node, port), "127.0.0.1:%s check port %s\n".formatted(to, management)));
    }

    /** Without the servers that nobody has placed. */
    public BalancerConfiguration onlyPlaced() {
        return new BalancerConfiguration(SERVER.matcher(text).replaceAll(""));
    }

    /** The ports of nodes that it sends clients to. */
    List<Integer> serverPorts() {
        return SERVER.matcher(text)
                .results()
                .map(match -> Integer.valueOf(match.group(2)))
                .toList();
    }

    /** The first number behind {@code word}. */
    int number(String word) {
        return Pattern.compile(word + " (\\d+)")
                .matcher(text)
                .results()
                .map(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
