package dev.headwater.server.relay;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;

/**
 * The relay port's answer to who may: a node of the cluster that holds a grant of just this. Whom it brings, and whom it pulls
 * for, was judged where they came in. Thread-safe.
 */
public final class GrantedAccess implements Access {
    private static final String GRANT = "&grant=";

    private final RelayGrants grants;
    private final AccessMeters metrics;

    public GrantedAccess(RelayGrants grants, AccessMeters metrics) {
        this.grants = grants;
        this.metrics = metrics;
    }

    /** A query with a grant of what it asks for behind it. */
    static String granted(RelayGrants grants, Action action, StreamKey key, String query) {
        String grant = grants.sign(action.word(), key.toString(), query);
        return grant.isEmpty() ? query : query + GRANT + grant;
    }

    @Override
    public Future<Verdict> decide(Attempt attempt) {
        int end = attempt.query().lastIndexOf(GRANT);
        String query = end < 0 ? attempt.query() : attempt.query().substring(0, end);
        String grant = end < 0 ? "" : attempt.query().substring(end + GRANT.length());
        var worth = grants.check(grant, attempt.action().word(), attempt.asked().toString(), query);
        return Future.succeededFuture(
                switch (worth) {
                    case GOOD -> new Verdict.Allowed(attempt.asked());
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

    private Verdict denied(Attempt attempt, Denial denial, String explanation) {
        metrics.denied(attempt.action().name(), denial.name());
        return new Verdict.Denied(denial, explanation, false);
    }
}
