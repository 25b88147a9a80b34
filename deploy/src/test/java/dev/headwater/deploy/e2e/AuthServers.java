package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.testkit.CallbackServer.Request;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Auth servers as people have them who come from SRS or nginx-rtmp: they know nothing of us. */
final class AuthServers {
    private AuthServers() {}

    /** Of SRS's http_hooks: who has {@code ?token=good} may; everything else is noted. */
    static Response srs(Request request) {
        var call = new JsonObject(request.body());
        boolean asked = call.getString("action").equals("on_publish")
                || call.getString("action").equals("on_play");
        boolean complete = Stream.of("server_id", "client_id", "ip", "vhost", "app", "tcUrl", "stream", "param")
                .allMatch(field -> call.getValue(field) instanceof String);
        return complete && (!asked || call.getString("param").equals("?token=good"))
                ? Response.of(200, "{\"code\":0}")
                : Response.of(200, "{\"code\":1}");
    }

    /**
     * Of nginx-rtmp's on_publish and on_play: the key {@code s3cretkey} is the stream {@code news}, anybody may play.
     *
     * @param far where {@code pushed} is to be pushed
     */
    static Response nginx(Request request, String far) {
        var form = form(request.body());
        return switch (form.getOrDefault("call", "")) {
            case "publish" ->
                switch (form.getOrDefault("name", "")) {
                    case "s3cretkey" -> Response.redirect("news");
                    case "pushed" -> Response.redirect(far);
                    default -> Response.of(403, "");
                };
            case "play", "publish_done", "play_done", "done" -> Response.of(200, "");
            default -> Response.of(404, "");
        };
    }

    /** The first of a name holds, as in nginx-rtmp's users' scripts. */
    static Map<String, String> form(String body) {
        var form = new LinkedHashMap<String, String>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.putIfAbsent(
                    pair.substring(0, Math.max(equals, 0)), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return form;
    }
}
