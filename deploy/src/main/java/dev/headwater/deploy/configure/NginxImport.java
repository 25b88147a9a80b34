package dev.headwater.deploy.configure;

import dev.headwater.deploy.configure.AccessList.Action;
import dev.headwater.deploy.configure.AccessList.Precedence;
import dev.headwater.server.config.PullRelay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Takes over what nginx-rtmp-module is told in its {@code rtmp} block. */
final class NginxImport {
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry(
                    "pull",
                    "between nodes this is automatic; for a server that is none of yours: relays.pull, by stream,"
                            + " as 'pull rtmp://host/app/stream name=stream' is taken over"),
            Map.entry("push", "relays.push names each stream: 'name app/stream url'"),
            Map.entry("push_reconnect", "see relays.backoff-min and relays.backoff-max"),
            Map.entry("recorder", "a stream has one recording: see record"),
            Map.entry("hls", "every stream is there as HLS while somebody asks: see hls"),
            Map.entry("dash", "every stream is there as DASH while somebody asks: see hls"),
            Map.entry("exec", "no program is run: let one play or publish by itself"),
            Map.entry("on_", "docs/hooks.md has the callbacks that there are"),
            Map.entry("notify", "docs/hooks.md has what differs"),
            Map.entry("wait_", "players always start at a key frame"),
            Map.entry("gop_cache", "see gop-cache"),
            Map.entry("interleave", "audio and video always share one timeline"),
            Map.entry("sync", "timestamps are kept as they are"),
            Map.entry("play", "there is no video on demand"),
            Map.entry("buflen", "there is no video on demand"),
            Map.entry("buffer", "see fanout.max-delay"),
            Map.entry("out_queue", "see player.queue-duration and player.queue-bytes"),
            Map.entry("out_cork", "see fanout.max-delay"),
            Map.entry("timeout", "see player.stuck-after and publish.silence-timeout"),
            Map.entry("meta", "metadata is passed on as it is"),
            Map.entry("idle_streams", "see play.wait"),
            Map.entry("rtmp_auto_push", "not needed: one process serves all cores"),
            Map.entry("max_streams", "see rtmp.max-message-streams"),
            Map.entry("access_log", "the log tells every publish and play"),
            Map.entry("session_relay", "not needed"));

    /** Our names of the callbacks. */
    private static final Map<String, String> CALLBACKS = Map.of(
            "on_connect", "on-connect",
            "on_disconnect", "on-close",
            "on_publish", "on-publish",
            "on_publish_done", "on-unpublish",
            "on_play", "on-play",
            "on_play_done", "on-stop",
            "on_done", "on-done",
            "on_update", "on-update",
            "on_record_done", "on-record");

    /** What, besides callbacks, an application may have from the blocks around it. */
    private static final Set<String> INHERITED =
            Set.of("live", "allow", "deny", "notify_method", "notify_update_timeout");

    private final Imported imported = new Imported();
    private final Set<String> apps = new HashSet<>();
    private final NginxRecord record = new NginxRecord(imported);
    private final List<String> pulls = new ArrayList<>();
    private boolean listens;

    private NginxImport() {}

    /** @param file the whole one; what is not in {@code rtmp} is for the web server */
    static Imported of(List<Directive> file) {
        var nginx = new NginxImport();
        file.stream()
                .filter(each -> each.name().equals("include"))
                .forEach(each -> nginx.imported.note(each, "import that file by itself"));
        file.stream().filter(each -> each.name().equals("rtmp")).forEach(nginx::rtmp);
        return nginx.imported;
    }

    static boolean isOne(List<Directive> file) {
        return file.stream()
                .anyMatch(each -> each.name().equals("rtmp") && !each.block().isEmpty());
    }

    private void rtmp(Directive rtmp) {
        for (var each : rtmp.block()) {
            if (each.name().equals("server")) {
                server(each, rtmp);
            } else {
                common(each);
            }
        }
    }

    private void server(Directive server, Directive rtmp) {
        for (var each : server.block()) {
            switch (each.name()) {
                case "listen" -> listen(each);
                case "application" -> application(new NginxScope(each, server, rtmp));
                default -> common(each);
            }
        }
    }

    private void common(Directive each) {
        switch (each.name()) {
            case "chunk_size" -> imported.set(each.word(), "rtmp", "chunk-size");
            case "ack_window" -> imported.set(each.word(), "rtmp", "window-bytes");
            case "max_message" -> imported.set(NginxUnits.size(each.word()), "rtmp", "max-message-bytes");
            case "max_connections" -> imported.set(each.word(), "rtmp", "max-connections");
            case "ping" -> imported.set(NginxUnits.time(each.word()), "rtmp", "ping-interval");
            case "drop_idle_publisher" -> imported.set(NginxUnits.time(each.word()), "publish", "silence-timeout");
            default -> unknown(each);
        }
    }

    private void listen(Directive listen) {
        if (listens) {
            imported.note(listen, "a node has one RTMP port");
            return;
        }
        var address = ListenAddress.parse(listen.word());
        imported.set(Integer.toString(address.port()), "rtmp", "port");
        address.host().ifPresent(host -> imported.set(host, "rtmp", "host"));
        if (listen.words().contains("proxy_protocol")) {
            imported.note(listen, "rtmp.proxies names the balancers that send a PROXY protocol header");
        }
        listens = true;
    }

    private void application(NginxScope scope) {
        var application = scope.application();
        String app = application.word();
        if (scope.nearest("live").filter(Directive::isOn).isEmpty()) {
            imported.note(application, "it is not live, so nobody could publish there");
            return;
        }
        if (!apps.add(app)) {
            imported.note(application, "an app of this name was there before: not taken");
            return;
        }
        application.block().forEach(each -> ofApp(app, each));
        Keys keys = (group, key, value) -> imported.setForApp(application, app, value, group, key);
        access(scope, keys);
        record.take(scope, keys);
    }

    private void access(NginxScope scope, Keys keys) {
        var callbacks = new CallbackUrls("nginx-rtmp", imported);
        CALLBACKS.forEach(
                (theirs, ours) -> scope.nearest(theirs).ifPresent(callback -> callbacks.take(callback, ours)));
        callbacks.write(keys);
        if (!callbacks.isEmpty()) {
            scope.nearest("notify_method")
                    .ifPresent(each -> keys.set("hooks", "method", each.word().toLowerCase(Locale.ROOT)));
            scope.nearest("notify_update_timeout")
                    .ifPresent(each -> keys.set("hooks", "update-interval", NginxUnits.time(each.word())));
        }
        for (var action : Action.values()) {
            var list = new AccessList(Precedence.FIRST, action, imported);
            scope.rules().forEach(list::take);
            keys.set("auth", action.word(), callbacks.mode(action, list.write(keys)));
        }
    }

    /** What is said of one app and can be said here of all. */
    private void ofApp(String app, Directive each) {
        switch (each.name()) {
            case "pull" -> pull(app, each);
            case "drop_idle_publisher" -> {
                common(each);
                imported.note(each, "taken over for all apps: publish.silence-timeout");
            }
            case "max_connections" -> imported.note(each, "not for one app; see rtmp.max-connections");
            default -> unknown(each);
        }
    }

    /** One that says which stream of whose it becomes here. */
    private void pull(String app, Directive pull) {
        var name = pull.words().stream()
                .filter(word -> word.startsWith("name="))
                .map(word -> word.substring("name=".length()))
                .findFirst();
        if (name.isEmpty()) {
            unknown(pull);
            return;
        }
        String url = pull.word().contains("://") ? pull.word() : "rtmp://" + pull.word();
        String when = pull.words().contains("static") ? "always" : "on-demand";
        String text = "pull-%d %s/%s %s %s".formatted(pull.line(), app, name.get(), when, url);
        try {
            var _ = PullRelay.parse(text);
        } catch (IllegalArgumentException e) {
            imported.note(pull, "no relay of ours: " + e.getMessage());
            return;
        }
        pulls.add(text);
        imported.set(List.copyOf(pulls), "relays", "pull");
        pull.words().stream()
                .skip(1)
                .filter(word -> !word.startsWith("name=") && !word.equals("static"))
                .forEach(word -> imported.note(pull, "without " + word + ": the URL says all that is asked for"));
    }

    private void unknown(Directive each) {
        boolean isOfApps = INHERITED.contains(each.name())
                || NginxRecord.DIRECTIVES.contains(each.name())
                || CALLBACKS.containsKey(each.name());
        if (isOfApps || each.words().equals(List.of("off"))) {
            return;
        }
        String why = WHY.entrySet().stream()
                .filter(known -> each.name().startsWith(known.getKey()))
                .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                .map(Map.Entry::getValue)
                .orElse("nothing here is like it");
        imported.note(each, why);
    }
}
