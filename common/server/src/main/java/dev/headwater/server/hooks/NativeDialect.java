package dev.headwater.server.hooks;

import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.hooks.HookCall.Asking;
import dev.headwater.server.hooks.HookCall.Connecting;
import dev.headwater.server.hooks.HookCall.Disconnected;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.hooks.HookCall.Recorded;
import dev.headwater.server.hooks.HookCall.Staying;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/** Our own words: a JSON object, answered by {@code {"allow":true}}, which may say {@code "name"}, too (docs/hooks.md). */
record NativeDialect(String node) implements Dialect {
    private static final int VERSION = 1;

    @Override
    public HookRequest write(HookCall call) {
        var json = new JsonObject()
                .put("version", VERSION)
                .put("id", call.id())
                .put("event", call.event().word())
                .put("time", call.at().toString())
                .put("node", node);
        switch (call.subject()) {
            case Connecting(var request) -> json.put("app", request.app()).put("client", client(request.client()));
            case Disconnected(var request, long received, long sent) ->
                json.put("app", request.app())
                        .put("client", client(request.client()))
                        .put("received_bytes", received)
                        .put("sent_bytes", sent);
            case Asking(var attempt) -> put(json, attempt).put("query", attempt.query());
            case Staying staying -> put(json, staying);
            case Recorded(var file) -> put(json, file);
            case OfNode(String state) -> json.put("state", state);
        }
        return HookRequest.post("application/json", json.toBuffer());
    }

    private JsonObject put(JsonObject json, Attempt attempt) {
        return json.put("action", attempt.action().word())
                .put("app", attempt.asked().app())
                .put("name", attempt.asked().name())
                .put("client", client(attempt.client()));
    }

    /** The name that was asked for may be a key: who has turned it into a name knows the name. */
    private void put(JsonObject json, Staying staying) {
        put(json, staying.attempt())
                .put("app", staying.stream().app())
                .put("name", staying.stream().name())
                .put("milliseconds", staying.lastedMs())
                .put("bytes", staying.bytes());
        if (staying.epoch() > 0) {
            json.put("epoch", staying.epoch());
        }
        if (!staying.reason().isEmpty()) {
            json.put("reason", staying.reason().toLowerCase(Locale.ROOT));
        }
    }

    private static void put(JsonObject json, RecordedFile file) {
        json.put("app", file.stream().app())
                .put("name", file.stream().name())
                .put("epoch", file.epoch())
                .put("folder", file.folder().toString())
                .put("file", file.path().toString())
                .put("since", file.since().toString())
                .put("milliseconds", file.durationMs())
                .put("bytes", file.bytes());
    }

    private JsonObject client(Client client) {
        return new JsonObject()
                .put("id", Dialect.id(node, client))
                .put("address", PeerAddress.text(client.address()))
                .put("user", client.user())
                .put("query", client.query())
                .put("tc_url", client.tcUrl())
                .put("page_url", client.pageUrl())
                .put("flash_version", client.flashVer());
    }

    @Override
    public Answer read(HookResponse response) {
        if (!response.isSuccess()) {
            return response.isRedirect()
                    ? new Answer.Unusable("a redirect, which is not followed: status=" + response.status())
                    : Answer.refusedBy(response.status());
        }
        try {
            var json = new JsonObject(response.body());
            if (!(json.getValue("allow") instanceof Boolean allow)) {
                return new Answer.Unusable("no true or false as allow");
            }
            var name = Optional.ofNullable(json.getValue("name"));
            if (!allow) {
                return new Answer.Refuse("allow=false");
            }
            return name.isEmpty() || name.get() instanceof String
                    ? new Answer.Allow(name.map(String.class::cast))
                    : new Answer.Unusable("a name that is no text");
        } catch (DecodeException | ClassCastException e) {
            return new Answer.Unusable("no JSON object");
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
