package dev.headwater.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.RoutingContext;
import org.junit.jupiter.api.Test;

/** Which pages may read the HTTP media port. */
class CrossOriginTest extends OneHttpPort {
    private static final String ANOTHER_PAGE = "https://elsewhere.example.com";

    @Test
    void onlyTheListedPagesMayReadAndThePortsOwn() {
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: " + PAGE + "||"))
                .containsIgnoringCase("access-control-allow-origin: " + PAGE)
                .doesNotContainIgnoringCase("allow-credentials");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: " + ANOTHER_PAGE + "||"))
                .matches("(?s)HTTP/1\\.[01] 403 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h:8080|Origin: http://h:8080||"))
                .matches("(?s)HTTP/1\\.[01] 200 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: https://h||"))
                .as("its own behind a balancer that ends TLS")
                .matches("(?s)HTTP/1\\.[01] 200 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: http://h:8080||")).matches("(?s)HTTP/1\\.[01] 403 .*");
    }

    @Test
    void anAnswerThatACacheKeepsIsRightForEveryPage() {
        assertThat(headOf("GET /loop HTTP/1.1|Host: h||"))
                .containsIgnoringCase("vary: origin")
                .doesNotContainIgnoringCase("access-control-allow-origin");
        assertThat(headOf("GET /broken/x HTTP/1.1|Host: h|Origin: " + PAGE + "||"))
                .containsIgnoringCase("vary: origin")
                .containsIgnoringCase("vary: accept")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE);

        var open = HttpPort.open(vertx, metrics, router -> router.route("/loop").handler(RoutingContext::end));
        try (var client = new RawHttp(open.port())) {
            assertThat(client.say("GET /loop HTTP/1.1|Host: h||").head())
                    .containsIgnoringCase("access-control-allow-origin: *")
                    .doesNotContainIgnoringCase("vary");
        }
    }

    @Test
    void preflightIsAnsweredAlsoForAPrivateNetwork() {
        assertThat(headOf("OPTIONS /loop HTTP/1.1|Host: h|Origin: " + PAGE
                        + "|Access-Control-Request-Method: GET|Access-Control-Request-Private-Network: true||"))
                .matches("(?s)HTTP/1\\.[01] 204 .*")
                .containsIgnoringCase("access-control-allow-private-network: true")
                .containsIgnoringCase("access-control-allow-methods: ")
                .containsIgnoringCase("POST");
        assertThat(headOf("OPTIONS /loop HTTP/1.1|Host: h||"))
                .matches("(?s)HTTP/1\\.[01] 204 .*")
                .containsIgnoringCase("allow: GET, HEAD");
    }
}
