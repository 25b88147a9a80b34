package dev.headwater.server.relay;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The relay port's answer to who may: a node of the cluster that holds a grant of just this, from this node. Whom it brings, and
 * whom it pulls for, was judged where they came in. Thread-safe.
 */
public final class GrantedAccess implements Access {
    private static final String GRANT = "&grant=";

    /** The relay port that is asked. */
    private static final String TO = "to";

    private final RelayGrants grants;
    private final Supplier<RelayAddress> self;
    private final AccessMeters metrics;

    /** @param self the relay port as other nodes are told of it; known once it is open */
    public GrantedAccess(RelayGrants grants, Supplier<RelayAddress> self, AccessMeters metrics) {
        this.grants = grants;
        this.self = self;
        this.metrics = metrics;
    }

    /**
     * A query with a grant of what it asks for behind it.
     *
     * @param to whom alone it is good for
     */
    static String granted(RelayGrants grants, Action action, StreamKey key, RelayAddress to, String query) {
        String whole = "%s&%s=%s".formatted(query, TO, to);
        String grant = grants.sign(action.word(), key.toString(), whole);
        return grant.isEmpty() ? whole : whole + GRANT + grant;
    }

    @Override
    public Future<Verdict> authorise(Attempt attempt) {
        int end = attempt.query().lastIndexOf(GRANT);
        String query = end < 0 ? attempt.query() : attempt.query().substring(0, end);
        String grant = end < 0 ? "" : attempt.query().substring(end + GRANT.length());
        var worth = grants.check(grant, attempt.action().word(), attempt.asked().toString(), query);
        return Future.succeededFuture(
                switch (worth) {
                    case GOOD ->
                        stranger(attempt)
                                .map(other -> denied(
                                        attempt,
                                        Denial.BAD_CREDENTIAL,
                                        "the grant is for the relay port %s, and this one is %s"
                                                .formatted(other, self.get())))
                                .orElseGet(() -> new Verdict.Allowed(attempt.asked()));
                    case MISSING ->
                        denied(attempt, Denial.NO_CREDENTIAL, "no grant of a node: nodes share cluster.secret");
                    case BAD ->
                        denied(
                                attempt,
                                Denial.BAD_CREDENTIAL,
                                "the grant is not of a node with our cluster.secret, or is for something else");
                    case EXPIRED ->
                        denied(
                                attempt,
                                Denial.BAD_CREDENTIAL,
                                "the grant is %s old or from the future by the cluster's clock: are both nodes in one cluster?"
                                        .formatted(RelayGrants.LIFE.plus(RelayGrants.LEEWAY)));
                });
    }

    /** Another relay port, if the grant is for that one. Older nodes do not say for which it is. */
    private Optional<String> stranger(Attempt attempt) {
        return grants.areRequired()
                ? attempt.parameter(TO).filter(to -> !to.equals(self.get().toString()))
                : Optional.empty();
    }

    private Verdict denied(Attempt attempt, Denial denial, String explanation) {
        metrics.denied(attempt.action().name(), denial.name());
        return new Verdict.Denied(denial, explanation, false);
    }
}
