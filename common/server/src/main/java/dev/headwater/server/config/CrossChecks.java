package dev.headwater.server.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules between keys. */
final class CrossChecks {
    private CrossChecks() {}

    static void check(NodeConfig config) {
        portsDiffer(config);
        relayIsClosed(config);
        nodesTlsIsWhole(config.cluster().tls());
        var cluster = config.cluster();
        seedsAreOneThing(cluster);
        below("cluster.announce-interval", cluster.announceInterval(), "cluster.record-life", cluster.recordLife());
        atMost(
                "pull.backoff-min",
                config.pull().backoffMin(),
                "pull.backoff-max",
                config.pull().backoffMax());
        atMost(
                "relays.backoff-min",
                config.relays().backoffMin(),
                "relays.backoff-max",
                config.relays().backoffMax());
        relaysDiffer(config.relays());
        allOriginsOrSome("http.cors-origins", config.http().corsOrigins());
        allOriginsOrSome("http.frame-ancestors", config.http().frameAncestors());
        segmentsAreOrdered("", config.hls());
        config.apps().forEach((app, own) -> segmentsAreOrdered("apps." + app + ".", own.hls()));
        recordingsHaveAFolder(config);
        hooksAreThere("", config.auth(), config.hooks());
        config.apps().forEach((app, own) -> hooksAreThere("apps." + app + ".", own.auth(), own.hooks()));
        atMost(
                "rtmp.max-unauthorised-message-bytes",
                config.rtmp().maxUnauthorisedMessageBytes(),
                "rtmp.max-message-bytes",
                config.rtmp().maxMessageBytes());
    }

    private static void seedsAreOneThing(ClusterConfig cluster) {
        if (cluster.dnsName().isPresent() && cluster.members().isPresent()) {
            throw new ConfigException("cluster.dns-name and cluster.members both say where the others are: set one");
        }
        if (cluster.dnsName().isPresent() && cluster.port() == 0) {
            throw new ConfigException(
                    "cluster.port=0 is any free port, and cluster.dns-name looks for members at it: set one");
        }
    }

    private static void allOriginsOrSome(String key, Optional<List<String>> origins) {
        origins.filter(all -> all.size() > 1 && all.contains("*")).ifPresent(all -> {
            throw new ConfigException(
                    "%s=%s: * is every page, so what else is named has no meaning: leave one or the other out"
                            .formatted(key, String.join(",", all)));
        });
    }

    /** Without a secret the relay port takes whoever reaches it. */
    private static void relayIsClosed(NodeConfig config) {
        String host = config.relay().host();
        if (ClusterSecrets.read(config.cluster()).isEmpty() && !Loopback.isOne(host)) {
            throw new ConfigException(
                    "relay.host=%s is for other machines, and without cluster.secret the relay port would take anybody: set a secret, the same at all nodes, or relay.host=127.0.0.1"
                            .formatted(host));
        }
    }

    private static void nodesTlsIsWhole(ClusterTlsConfig tls) {
        if (tls.certificate().isPresent() != tls.authority().isPresent()) {
            throw new ConfigException(
                    "cluster.tls.certificate and cluster.tls.authority are set together: nodes show one, and believe the other");
        }
    }

    /** @param prefix of the keys */
    private static void hooksAreThere(String prefix, AppAuthConfig auth, AppHooksConfig hooks) {
        if (auth.publish().has(AuthMode.HOOK) && hooks.onPublish().isEmpty()) {
            throw new ConfigException(
                    "%1$sauth.publish=%2$s asks nobody: set %1$shooks.on-publish".formatted(prefix, auth.publish()));
        }
        if (auth.play().has(AuthMode.HOOK) && hooks.onPlay().isEmpty()) {
            throw new ConfigException(
                    "%1$sauth.play=%2$s asks nobody: set %1$shooks.on-play".formatted(prefix, auth.play()));
        }
        if (hooks.format() == HookFormat.SRS && hooks.onUpdate().isPresent()) {
            throw new ConfigException(prefix + "hooks.on-update is not for hooks.format=srs, which has no such call");
        }
        if (hooks.format() != HookFormat.NGINX_RTMP && hooks.onDone().isPresent()) {
            throw new ConfigException(
                    "%1$shooks.on-done is for %1$shooks.format=nginx-rtmp alone: hooks.on-unpublish and hooks.on-stop tell of every end"
                            .formatted(prefix));
        }
    }

    /** @param prefix of the keys */
    private static void segmentsAreOrdered(String prefix, AppHlsConfig hls) {
        atMost(
                prefix + "hls.segment-duration",
                hls.segmentDuration(),
                prefix + "hls.max-segment-duration",
                hls.maxSegmentDuration());
        below(prefix + "hls.part-duration", hls.partDuration(), prefix + "hls.segment-duration", hls.segmentDuration());
    }

    private static void recordingsHaveAFolder(NodeConfig config) {
        boolean someAreOn = Stream.concat(
                        Stream.<AppRecordConfig>of(config.record()),
                        config.apps().values().stream().map(AppConfig::record))
                .anyMatch(record -> record.container() != RecordContainer.OFF);
        if (someAreOn && config.record().folder().isEmpty()) {
            throw new ConfigException("streams are to be recorded, and record.folder does not say where: set it");
        }
    }

    /** A relay's name is what the cluster knows it by. */
    private static void relaysDiffer(RelaysConfig relays) {
        Set<String> names = new HashSet<>();
        Stream.concat(
                        relays.pull().orElse(List.of()).stream().map(PullRelay::name),
                        relays.push().orElse(List.of()).stream().map(PushRelay::name))
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ConfigException("relays: two have the name " + name);
                });
    }

    /** Two servers on one port would fail at start with a message that names neither key. */
    private static void portsDiffer(NodeConfig config) {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("rtmp.port", config.rtmp().port());
        ports.put("relay.port", config.relay().port());
        ports.put("http.port", config.http().port());
        ports.put("management.port", config.management().port());
        config.management().srsPort().ifPresent(port -> ports.put("management.srs-port", port));
        ports.put("cluster.port", config.cluster().port());
        ports.put("cluster.event-bus-port", config.cluster().eventBusPort());
        if (config.tls().certificates().isPresent()) {
            ports.put("rtmps.port", config.rtmps().port());
            ports.put("https.port", config.https().port());
        }
        Map<Integer, String> taken = new LinkedHashMap<>();
        ports.forEach((key, port) -> {
            var other = port == 0 ? Optional.<String>empty() : Optional.ofNullable(taken.put(port, key));
            other.ifPresent(name -> {
                throw new ConfigException("%s and %s are both %d: expected different ports".formatted(name, key, port));
            });
        });
    }

    private static <T extends Comparable<T>> void below(String key, T value, String limitKey, T limit) {
        if (value.compareTo(limit) >= 0) {
            throw new ConfigException("%s=%s is not below %s=%s".formatted(key, text(value), limitKey, text(limit)));
        }
    }

    private static <T extends Comparable<T>> void atMost(String key, T value, String limitKey, T limit) {
        if (value.compareTo(limit) > 0) {
            throw new ConfigException("%s=%s is over %s=%s".formatted(key, text(value), limitKey, text(limit)));
        }
    }

    private static String text(Object value) {
        return value instanceof Duration duration ? duration.toMillis() + "ms" : value.toString();
    }
}
