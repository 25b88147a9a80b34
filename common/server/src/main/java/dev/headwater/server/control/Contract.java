package dev.headwater.server.control;

import dev.headwater.server.admin.Api;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract of the API, {@code api/openapi.yaml}: which operations there are. It is itself held against OpenAPI by a test. Confined to
 * its caller.
 */
final class Contract {
    private static final String RESOURCE = "/api/" + Api.CONTRACT;
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private Contract() {}

    static List<Operation> operations() {
        return objects(read().getJsonObject("paths"))
                .flatMap(Contract::operations)
                .toList();
    }

    private static Stream<Operation> operations(Map.Entry<String, JsonObject> path) {
        var ofAll = path.getValue();
        return objects(ofAll)
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> Operation.of(
                        HttpMethod.valueOf(member.getKey().toUpperCase(Locale.ROOT)),
                        path.getKey(),
                        ofAll,
                        member.getValue()));
    }

    private static Stream<Map.Entry<String, JsonObject>> objects(JsonObject json) {
        return json.stream()
                .filter(member -> member.getValue() instanceof JsonObject)
                .map(member -> Map.entry(member.getKey(), (JsonObject) member.getValue()));
    }

    /** With what it refers to in place. */
    private static JsonObject read() {
        try (var in = Contract.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return Ref.resolve(new JsonObject(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
