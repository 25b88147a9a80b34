package dev.headwater.server.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.config.AppHooksConfig.Method;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.hooks.HookCall.Asking;
import dev.headwater.server.hooks.HookCall.Connecting;
import dev.headwater.server.hooks.HookCall.Disconnected;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.hooks.HookCall.Recorded;
import dev.headwater.server.hooks.HookCall.Staying;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The words of nginx-rtmp's notify module (delivery.md 9.2): a form whose last fields are the client's own query, so that the
 * first of a name is the one that holds. 2xx allows; 3xx with a {@code Location} allows under that name; if that
 * is {@code rtmp://}, as it is, and relays it to or from there; all else refuses.
 *
 * @param node stands before a client's id
 */
record NginxDialect(String node, Method method) implements Dialect {
    private static final String RELAY = "rtmp://";

    @Override
    public HookRequest write(HookCall call) {
        String form = form(call);
        return switch (method) {
            case GET -> HookRequest.get(form);
            case POST -> HookRequest.post("application/x-www-form-urlencoded", Buffer.buffer(form));
        };
    }

    private String form(HookCall call) {
        var form = new StringBuilder();
        switch (call.subject()) {
            case Connecting(var request) -> {
                put(form, request.client(), request.app());
                put(form, "epoch", "0");
                put(form, "call", "connect");
                putRaw(form, request.client().query());
            }
            case Disconnected(var request, long _, long _) -> {
                put(form, request.client(), request.app());
                put(form, "clientid", Dialect.id(node, request.client()));
                put(form, "call", "disconnect");
                putRaw(form, request.client().query());
            }
            case Asking(var attempt) -> put(form, call, attempt);
            case Staying staying -> put(form, call, staying);
            case Recorded(var file) -> put(form, file);
            case OfNode(String state) ->
                throw new IllegalStateException("nginx-rtmp has no word for a node that is " + state);
        }
        return form.toString();
    }

    private void put(StringBuilder form, HookCall call, Attempt attempt) {
        begin(form, attempt, word(call.event(), attempt.action()));
        put(form, "name", attempt.asked().name());
        switch (attempt.action()) {
            case PUBLISH -> put(form, "type", "live");
            case PLAY -> {
                put(form, "start", "0");
                put(form, "duration", "0");
                put(form, "reset", "0");
            }
        }
        putRaw(form, attempt.query());
    }

    private void put(StringBuilder form, HookCall call, Staying staying) {
        var attempt = staying.attempt();
        if (call.event() == HookEvent.PUBLISH || call.event() == HookEvent.PLAY) {
            put(form, call, attempt);
            return;
        }
        begin(form, attempt, word(call.event(), attempt.action()));
        if (call.event() == HookEvent.UPDATE) {
            put(form, "time", Long.toString(TimeUnit.MILLISECONDS.toSeconds(staying.lastedMs())));
            put(form, "timestamp", Long.toString(staying.lastedMs()));
        }
        put(form, "name", attempt.asked().name());
        putRaw(form, attempt.query());
    }

    /** Who published it may have come to another node. */
    private static void put(StringBuilder form, RecordedFile file) {
        put(form, "app", file.stream().app());
        for (String ofTheClient : List.of("flashver", "swfurl", "tcurl", "pageurl", "addr", "clientid")) {
            put(form, ofTheClient, "");
        }
        put(form, "call", "record_done");
        put(form, "recorder", "");
        put(form, "name", file.stream().name());
        put(form, "path", file.file().toString());
    }

    private void begin(StringBuilder form, Attempt attempt, String word) {
        put(form, attempt.client(), attempt.asked().app());
        put(form, "clientid", Dialect.id(node, attempt.client()));
        put(form, "call", word);
    }

    private static String word(HookEvent event, Action action) {
        return switch (event) {
            case UNPUBLISH -> "publish_done";
            case STOP -> "play_done";
            case DONE -> "done";
            case UPDATE -> "update_" + action.word();
            case PUBLISH, PLAY, CONNECT, CLOSE, RECORD, NODE -> action.word();
        };
    }

    private static void put(StringBuilder form, Client client, String app) {
        put(form, "app", app);
        put(form, "flashver", client.flashVer());
        put(form, "swfurl", client.swfUrl());
        put(form, "tcurl", client.tcUrl());
        put(form, "pageurl", client.pageUrl());
        put(form, "addr", PeerAddress.text(client.address()));
    }

    private static void put(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&").append(name).append('=').append(URLEncoder.encode(value, UTF_8));
    }

    /** As the client wrote it, but for what no URL may hold. */
    private static void putRaw(StringBuilder form, String query) {
        if (query.isEmpty()) {
            return;
        }
        form.append('&');
        query.codePoints().forEach(c -> {
            String text = Character.toString(c);
            boolean plain = c > ' ' && c < 0x7f && "#\"<>\\^`{|}".indexOf(c) < 0;
            form.append(plain ? text : URLEncoder.encode(text, UTF_8));
        });
    }

    @Override
    public Answer read(HookResponse response) {
        if (response.isSuccess()) {
            return Answer.allow();
        }
        if (!response.isRedirect()) {
            return Answer.refusedBy(response.status());
        }
        return response.location()
                .map(NginxDialect::renamed)
                .orElseGet(() -> new Answer.Unusable("a redirect without a Location"));
    }

    /** A name ends at its query, which nginx-rtmp takes for arguments of the stream; they are none of ours. */
    private static Answer renamed(String location) {
        if (!location.regionMatches(true, 0, RELAY, 0, RELAY.length())) {
            int query = location.indexOf('?');
            return new Answer.Allow(Optional.of(query < 0 ? location : location.substring(0, query)));
        }
        try {
            return new Answer.Relay(RelayUrl.parse(RELAY + location.substring(RELAY.length())));
        } catch (IllegalArgumentException e) {
            return new Answer.Unusable("a Location that is no rtmp://host/app/name");
        }
    }

    @Override
    public boolean hasConnectsByHttp() {
        return true;
    }

    @Override
    public boolean mayRename() {
        return true;
    }
}
