package dev.headwater.server.auth;

import dev.headwater.server.config.SigningSecret;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/** Lets in who has a signed address: {@link Signature}. */
final class SignatureRule implements Rule {
    /** Each costs a computation for everybody who asks. */
    private static final int MOST_SECRETS = 8;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    private final List<SigningSecret> secrets;
    private final Duration leeway;
    private final InstantSource clock;

    /** @param secrets any of which may have signed, while one replaces another */
    SignatureRule(List<SigningSecret> secrets, Duration leeway, InstantSource clock) {
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("signed wants 1 to %d of auth.signing-secrets, there are %d"
                    .formatted(MOST_SECRETS, secrets.size()));
        }
        this.secrets = List.copyOf(secrets);
        this.leeway = leeway;
        this.clock = clock;
    }

    @Override
    public boolean isShownBy(Client client) {
        return client.parameter(Signature.SIGN).isPresent();
    }

    @Override
    public Future<Opinion> of(Attempt attempt) {
        return Future.succeededFuture(judge(attempt));
    }

    private Opinion judge(Attempt attempt) {
        var sign = attempt.parameter(Signature.SIGN);
        var expires = attempt.parameter(Signature.EXPIRES)
                .filter(it -> SECONDS.matcher(it).matches());
        if (sign.isEmpty()) {
            return new Opinion.Pass();
        }
        boolean valid = false;
        for (var secret : secrets) { // all of them, whichever fits
            valid |= Signature.isValid(sign.get(), secret, attempt.action(), attempt.asked(), expires.orElse(""));
        }
        if (!valid || expires.isEmpty()) {
            return new Opinion.Deny(
                    Denial.BAD_CREDENTIAL,
                    "the signature is not for this action, stream and time, or not of our secrets");
        }
        var end = Instant.ofEpochSecond(Long.parseLong(expires.get()));
        return clock.instant().minus(leeway).isAfter(end)
                ? new Opinion.Deny(Denial.EXPIRED, "the signature ended at " + end)
                : new Opinion.Allow(attempt.asked());
    }
}
