package dev.headwater.server.control;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the {@link Contract}, and what it wants of a request.
 *
 * @param id its name there
 * @param path as a router writes it, {@code /api/v1/nodes/:node}
 * @param body what it must be, if anybody looks at it
 */
record Operation(String id, HttpMethod method, String path, List<Parameter> parameters, Optional<Validator> body) {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("app://headwater")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    /** A body may hold keys. */
    private static final String UNQUOTED = "";

    /**
     * A parameter of the path or the query.
     *
     * @param isNumber whether its text is to be read as a whole number first
     */
    record Parameter(String name, boolean isInPath, boolean isNumber, Validator validator) {
        static Parameter of(JsonObject json) {
            var schema = json.getJsonObject("schema");
            return new Parameter(
                    json.getString("name"),
                    json.getString("in").equals("path"),
                    "integer".equals(schema.getString("type")),
                    Operation.validator(schema));
        }

        /** @throws MessageException if what is given is not what is wanted; nothing may be given but in the path */
        void check(RoutingContext context) {
            @Nullable
            String given =
                    isInPath ? context.pathParam(name) : context.queryParams().get(name);
            if (given != null) {
                refuseUnless(validator.validate(isNumber ? number(given) : given), name, given);
            }
        }

        private Long number(String given) {
            try {
                return Long.valueOf(given);
            } catch (NumberFormatException e) {
                throw new MessageException(name + " is not a whole number", given);
            }
        }
    }

    /** @param common what is said for all methods of the path */
    static Operation of(HttpMethod method, String path, JsonObject common, JsonObject json) {
        var required = Optional.ofNullable(json.getJsonObject("requestBody"))
                .filter(body -> body.getBoolean("required", false))
                .map(body -> body.getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("schema"));
        return new Operation(
                json.getString("operationId"),
                method,
                path.replaceAll("\\{(\\w+)}", ":$1"),
                Stream.of(common, json)
                        .flatMap(part -> part.getJsonArray("parameters", new JsonArray()).stream())
                        .map(parameter -> Parameter.of((JsonObject) parameter))
                        .toList(),
                required.map(Operation::validator));
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(JsonSchema.of(schema), OPTIONS);
    }

    /** @throws MessageException if the request is not as the contract says */
    void check(RoutingContext context) {
        parameters.forEach(parameter -> parameter.check(context));
        body.ifPresent(wanted -> refuseUnless(wanted.validate(body(context)), "the body", UNQUOTED));
    }

    private static JsonObject body(RoutingContext context) {
        try {
            return Optional.ofNullable(context.body().asJsonObject()).orElseGet(JsonObject::new);
        } catch (DecodeException | ClassCastException e) {
            throw new MessageException("the body is not a JSON object", UNQUOTED);
        }
    }

    private static void refuseUnless(OutputUnit outcome, String what, String given) {
        if (!Boolean.TRUE.equals(outcome.getValid())) {
            var errors = Optional.ofNullable(outcome.getErrors()).orElse(List.of());
            String why = errors.isEmpty() ? "" : ": " + errors.getLast().getError();
            throw new MessageException(what + " is not as the contract says" + why, given);
        }
    }
}
