package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.role.Protocol;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Some of a node's clients, in the order of their numbers.
 *
 * @param total how many the node has of the kind that was asked for
 * @param left how many of them come after the place from which on was asked, these included
 */
record ClientPage(int total, int left, List<ClientSnapshot> clients) {
    /** A session has fewer message streams. */
    private static final int MAX_USES = 1_000;

    ClientPage {
        clients = List.copyOf(clients);
    }

    /** @param all that the node has of the kind, in order */
    static ClientPage of(List<ClientSnapshot> all, long after, int limit) {
        var rest = all.stream().filter(client -> client.number() > after).toList();
        return new ClientPage(all.size(), rest.size(), rest.subList(0, Math.min(limit, rest.size())));
    }

    static boolean uses(ClientSnapshot client, StreamKey key) {
        return client.uses().stream().anyMatch(use -> use.key().equals(key));
    }

    static ClientPage read(Fields fields) {
        return new ClientPage(
                (int) fields.number("total", 0, Integer.MAX_VALUE),
                (int) fields.number("left", 0, Integer.MAX_VALUE),
                fields.objects("clients", Ask.MAX_ITEMS, ClientPage::readClient));
    }

    private static ClientSnapshot readClient(Fields fields) {
        return new ClientSnapshot(
                fields.number("number", 0, Long.MAX_VALUE),
                protocol(fields.text("protocol")),
                fields.text("peer"),
                fields.textIfThere("software").orElse(""),
                fields.time("since"),
                fields.flag("slowed"),
                fields.objects("uses", MAX_USES, ClientPage::readUse));
    }

    private static Protocol protocol(String name) {
        return Protocol.named(name).orElseThrow(() -> new MessageException("protocol is none that is known", name));
    }

    private static ClientUse readUse(Fields fields) {
        return new ClientUse(
                fields.flag("publishes") ? ClientUse.Kind.PUBLISHER : ClientUse.Kind.PLAYER,
                fields.key("stream"),
                fields.time("since"),
                fields.number("bytes", 0, Long.MAX_VALUE),
                fields.number("dropped_frames", 0, Long.MAX_VALUE));
    }

    JsonObject json() {
        var list = new JsonArray();
        clients.forEach(client -> list.add(json(client)));
        return new JsonObject().put("total", total).put("left", left).put("clients", list);
    }

    private static JsonObject json(ClientSnapshot client) {
        var uses = new JsonArray();
        client.uses().forEach(use -> uses.add(json(use).put("publishes", use.kind() == ClientUse.Kind.PUBLISHER)));
        return new JsonObject()
                .put("number", client.number())
                .put("protocol", client.protocol().wireName())
                .put("peer", client.peer())
                .put("software", client.software())
                .put("since", client.since().toString())
                .put("slowed", client.slowed())
                .put("uses", uses);
    }

    private static JsonObject json(ClientUse use) {
        return new JsonObject()
                .put("stream", use.key().toString())
                .put("since", use.since().toString())
                .put("bytes", use.bytes())
                .put("dropped_frames", use.droppedFrames());
    }
}
