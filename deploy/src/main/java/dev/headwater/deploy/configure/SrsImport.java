package dev.headwater.deploy.configure;

import dev.headwater.deploy.configure.AccessList.Action;
import dev.headwater.deploy.configure.AccessList.Precedence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes over what SRS is told: of its vhosts the default one. */
final class SrsImport {
    private static final String DEFAULT_VHOST = "__defaultVhost__";

    /** How SRS runs as a process. */
    private static final Set<String> PROCESS = Set.of(
            "daemon",
            "pid",
            "asprocess",
            "work_dir",
            "grace_start_wait",
            "grace_final_wait",
            "force_grace_quit",
            "disable_daemon_for_docker",
            "inotify_auto_reload",
            "auto_reload_for_docker",
            "utc_time",
            "query_latest_version",
            "first_wait_for_qlv",
            "threads",
            "empty_ip_ok",
            "in_docker",
            "tcmalloc_release_rate",
            "srs_log_tank",
            "srs_log_file",
            "srs_log_level",
            "srs_log_level_v2",
            "ff_log_dir",
            "ff_log_level");

    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("cluster", "between nodes this is automatic: name the members in cluster.members"),
            Map.entry("forward", "relays.push names each stream: 'name app/stream url'"),
            Map.entry("ingest", "relays.pull names each stream; no program is run"),
            Map.entry("hls", "every stream is there as HLS while somebody asks: see hls"),
            Map.entry("hds", "HDS is not there"),
            Map.entry("dash", "every stream is there as DASH while somebody asks: see hls"),
            Map.entry("http_remux", "every stream is there as HTTP-FLV: see http-flv"),
            Map.entry("http_static", "no files are served"),
            Map.entry("transcode", "streams go through as they are"),
            Map.entry("exec", "no program is run: let one play or publish by itself"),
            Map.entry("refer", "a page can be told by whoever asks: docs/access.md has what cannot"),
            Map.entry("bandcheck", "nothing here is like it"),
            Map.entry("rtc_server", "WebRTC is not there"),
            Map.entry("rtc", "WebRTC is not there"),
            Map.entry("srt_server", "SRT is not there"),
            Map.entry("srt", "SRT is not there"),
            Map.entry("stream_caster", "streams come in by RTMP"),
            Map.entry("heartbeat", "let something ask /healthz and /metrics"),
            Map.entry("stats", "see /metrics"),
            Map.entry("exporter", "Prometheus finds /metrics at the management port"),
            Map.entry("circuit_breaker", "a node that is late gathers more by itself: fanout.max-stretch"),
            Map.entry("tcp_nodelay", "always on"),
            Map.entry("min_latency", "what a frame waits is fanout.max-delay"));

    /** Our names of the callbacks. */
    private static final Map<String, String> CALLBACKS = Map.of(
            "on_connect", "on-connect",
            "on_close", "on-close",
            "on_publish", "on-publish",
            "on_unpublish", "on-unpublish",
            "on_play", "on-play",
            "on_stop", "on-stop",
            "on_dvr", "on-record");

    private final Imported imported = new Imported();

    private SrsImport() {}

    static boolean isOne(List<Directive> file) {
        return file.stream().anyMatch(each -> each.name().equals("vhost"));
    }

    static Imported of(List<Directive> file) {
        var srs = new SrsImport();
        file.forEach(srs::process);
        return srs.imported;
    }

    private void process(Directive each) {
        switch (each.name()) {
            case "listen" -> listen(each);
            case "max_connections" -> imported.set(each.word(), "rtmp", "max-connections");
            case "chunk_size" -> imported.set(each.word(), "rtmp", "chunk-size");
            case "http_api" -> port(each, "management");
            case "http_server" -> port(each, "http");
            case "rtmps" -> rtmps(each);
            case "vhost" -> vhost(each);
            case "include" -> imported.note(each, "import that file by itself");
            default -> {
                if (!PROCESS.contains(each.name())) {
                    unknown(each);
                }
            }
        }
    }

    private void listen(Directive listen) {
        var address = ListenAddress.parse(listen.word());
        imported.set(Integer.toString(address.port()), "rtmp", "port");
        address.host().ifPresent(host -> imported.set(host, "rtmp", "host"));
        if (listen.words().size() > 1) {
            imported.note(listen, "a node has one RTMP port: the first is taken");
        }
    }

    private void port(Directive server, String group) {
        if (server.one("enabled").filter(Directive::isOn).isEmpty()) {
            return;
        }
        server.one("listen").ifPresent(listen -> {
            var address = ListenAddress.parse(listen.word());
            imported.set(Integer.toString(address.port()), group, "port");
            address.host().ifPresent(host -> imported.set(host, group, "host"));
            if (group.equals("management")) {
                imported.note(listen, "other machines need management.host, and a token: docs/operations.md");
            }
        });
        server.block().stream()
                .filter(each ->
                        !Set.of("enabled", "listen", "dir", "crossdomain").contains(each.name()))
                .forEach(this::unknown);
    }

    private void rtmps(Directive rtmps) {
        if (rtmps.one("enabled").filter(Directive::isOn).isEmpty()) {
            return;
        }
        rtmps.one("listen")
                .ifPresent(listen -> imported.set(
                        Integer.toString(ListenAddress.parse(listen.word()).port()), "rtmps", "port"));
        var certificate = rtmps.one("cert").map(Directive::word);
        var key = rtmps.one("key").map(Directive::word);
        if (certificate.isPresent() && key.isPresent()) {
            imported.set(List.of(certificate.get() + " " + key.get()), "tls", "certificates");
        } else {
            imported.note(rtmps, "tls.certificates needs a certificate and a key");
        }
    }

    private void vhost(Directive vhost) {
        if (!vhost.word().equals(DEFAULT_VHOST)) {
            imported.note(vhost, "there are no vhosts: streams are told apart by app and name");
            return;
        }
        for (var each : vhost.block()) {
            switch (each.name()) {
                case "enabled" -> {
                    if (!each.isOn()) {
                        imported.note(each, "what it has is taken over all the same");
                    }
                }
                case "chunk_size" -> imported.set(each.word(), "rtmp", "chunk-size");
                case "out_ack_size" -> imported.set(each.word(), "rtmp", "window-bytes");
                case "publish" -> publish(each);
                case "play" -> play(each);
                case "security", "http_hooks" -> {
                    // both together say who may
                }
                case "dvr" -> SrsDvr.take(each, imported);
                case "gop_cache", "queue_length", "mw_latency" -> ofPlay(each); // where older versions have them
                default -> unknown(each);
            }
        }
        access(vhost);
    }

    private void publish(Directive publish) {
        for (var each : publish.block()) {
            switch (each.name()) {
                case "normal_timeout" -> imported.set(each.word() + "ms", "publish", "silence-timeout");
                case "firstpkt_timeout" -> imported.note(each, "see publish.silence-timeout, from the first byte on");
                default -> unknown(each);
            }
        }
    }

    private void play(Directive play) {
        play.block().forEach(this::ofPlay);
    }

    private void ofPlay(Directive each) {
        switch (each.name()) {
            case "gop_cache" -> {
                if (!each.isOn()) {
                    imported.set("0s", "gop-cache", "max-duration");
                }
            }
            case "gop_cache_max_frames" -> imported.note(each, "see gop-cache.max-duration and gop-cache.max-bytes");
            case "queue_length" -> imported.set(each.word() + "s", "player", "queue-duration");
            case "mw_latency" -> imported.set(each.word() + "ms", "fanout", "max-delay");
            default -> unknown(each);
        }
    }

    private void access(Directive vhost) {
        Keys keys = (group, key, value) -> imported.set(value, group, key);
        var callbacks = new CallbackUrls("srs", imported);
        enabled(vhost, "http_hooks").ifPresent(hooks -> callbacks(hooks, callbacks));
        callbacks.write(keys);
        var security = enabled(vhost, "security");
        security.ifPresent(this::checkRules);
        for (var action : Action.values()) {
            boolean somebodyMay = security.map(rules -> {
                        var list = new AccessList(Precedence.DENY, action, imported);
                        rules(rules).forEach(list::take);
                        return list.write(keys);
                    })
                    .orElse(true);
            keys.set("auth", action.word(), callbacks.mode(action, somebodyMay));
        }
    }

    private static Optional<Directive> enabled(Directive vhost, String feature) {
        return vhost.one(feature)
                .filter(each -> each.one("enabled").filter(Directive::isOn).isPresent());
    }

    private void callbacks(Directive hooks, CallbackUrls callbacks) {
        for (var each : hooks.block()) {
            String key = CALLBACKS.get(each.name());
            if (key != null) {
                callbacks.take(each, key);
            } else if (!each.name().equals("enabled")) {
                imported.note(each, "docs/hooks.md has the callbacks that there are");
            }
        }
    }

    private static Stream<Directive> rules(Directive security) {
        return security.block().stream()
                .filter(each -> each.name().equals("allow") || each.name().equals("deny"));
    }

    private void checkRules(Directive security) {
        rules(security)
                .filter(rule -> !rule.word().equals("publish") && !rule.word().equals("play"))
                .forEach(rule -> imported.note(rule, "neither for publish nor for play, so SRS does not look at it"));
        if (security.all("allow").findAny().isEmpty()) {
            imported.note(
                    security,
                    "nobody is allowed, so nobody may; versions of SRS that let in whom no rule denies mean 'allow publish all' and 'allow play all'");
        }
    }

    /** A feature that is off is nothing to speak of. */
    private void unknown(Directive each) {
        boolean isOff = each.words().equals(List.of("off"))
                || each.one("enabled").filter(enabled -> !enabled.isOn()).isPresent();
        if (!isOff) {
            imported.note(each, WHY.getOrDefault(each.name(), "nothing here is like it"));
        }
    }
}
