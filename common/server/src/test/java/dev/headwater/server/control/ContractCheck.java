package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Holds real answers against the contract, and remembers which of its answers it has seen. Thread-safe. */
final class ContractCheck {
    private final OpenAPIContract contract;
    private final ResponseValidator answers;
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    ContractCheck(Vertx vertx) {
        contract = OpenAPIContract.from(vertx, "api/openapi.yaml").await();
        answers = ResponseValidator.create(vertx, contract);
    }

    OpenAPIContract contract() {
        return contract;
    }

    /** Fails if an operation of the contract does not answer so. */
    void check(HttpResponse<String> answer) {
        var request = answer.request();
        var operation = contract.findOperation(request.uri().getRawPath(), HttpMethod.valueOf(request.method()));
        if (operation == null) {
            return;
        }
        var response = ValidatableResponse.create(
                answer.statusCode(),
                Buffer.buffer(answer.body()),
                answer.headers().firstValue("content-type").orElse(""));
        assertThatCode(() ->
                        answers.validate(response, operation.getOperationId()).await())
                .as("%s %s: %d %s", request.method(), request.uri(), answer.statusCode(), answer.body())
                .doesNotThrowAnyException();
        if (operation.getResponse(answer.statusCode()) != null) {
            seen.add(operation.getOperationId() + " " + answer.statusCode());
        }
    }

    /** As {@code listNodes 200}; without those that are answered for all alike. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }
}
