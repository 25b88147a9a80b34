package dev.headwater.server.auth;

import static dev.headwater.server.auth.Attempts.play;
import static dev.headwater.server.auth.Attempts.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.config.SigningSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final SigningSecret SECRET = new SigningSecret("correct-horse-battery-staple-0123456789");
    private static final SigningSecret NEXT = new SigningSecret("another-horse-battery-staple-0123456789");
    private static final SigningSecret FOREIGN = new SigningSecret("foreign-horse-battery-staple-0123456789");
    private static final StreamKey NEWS = new StreamKey("live", "news");
    private static final long END = 1_790_000_000;

    private static Opinion at(long second, Attempt attempt) {
        return new SignatureRule(List.of(SECRET, NEXT), Duration.ofSeconds(60), () -> Instant.ofEpochSecond(second))
                .of(attempt)
                .result();
    }

    private static String signed(Action action) {
        return "news?" + Signature.query(SECRET, action, NEWS, END);
    }

    private static Denial denial(Opinion opinion) {
        return ((Opinion.Deny) opinion).denial();
    }

    /** printf 'headwater-1\nplay\nlive/news\n1790000000' | openssl dgst -sha256 -hmac correct-horse-battery-staple-0123456789 */
    @Test
    void signatureIsWhatOpensslMakesOfTheFourLines() {
        assertThat(Signature.query(SECRET, Action.PLAY, NEWS, END))
                .isEqualTo("expires=1790000000&sign=5c732c9f0306bc8235114a58f89db8aec990c4941eba328720add8fec372a3cb");
    }

    @Test
    void signedAddressHoldsToItsEndAndForTheLeewayOfTheClocks() {
        assertThat(at(0, play("live", signed(Action.PLAY)))).isEqualTo(new Opinion.Allow(NEWS));
        assertThat(at(END + 60, play("live", signed(Action.PLAY)))).isEqualTo(new Opinion.Allow(NEWS));
        assertThat(denial(at(END + 61, play("live", signed(Action.PLAY))))).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void signatureIsForOneActionOneStreamAndOneTime() {
        assertThat(denial(at(0, publish("live", signed(Action.PLAY))))).isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(at(0, play("other", signed(Action.PLAY))))).isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(at(0, play("live", "x" + signed(Action.PLAY))))).isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(at(0, play("live", signed(Action.PLAY).replace("=17900", "=27900")))))
                .isEqualTo(Denial.BAD_CREDENTIAL);
    }

    @Test
    void anyOfTheSecretsMayHaveSignedAndNoOther() {
        assertThat(at(0, play("live", "news?" + Signature.query(NEXT, Action.PLAY, NEWS, END))))
                .isEqualTo(new Opinion.Allow(NEWS));
        assertThat(denial(at(0, play("live", "news?" + Signature.query(FOREIGN, Action.PLAY, NEWS, END)))))
                .isEqualTo(Denial.BAD_CREDENTIAL);
    }

    @Test
    void whatIsNoSignatureIsBadOrLeftToOthers() {
        assertThat(at(0, play("live", "news"))).isEqualTo(new Opinion.Pass());
        for (String query :
                List.of("sign=x", "sign=x&expires=", "sign=x&expires=99999999999999999999", "sign=x&expires=-1")) {
            assertThat(denial(at(0, play("live", "news?" + query)))).isEqualTo(Denial.BAD_CREDENTIAL);
        }
    }

    @Test
    void shortSecretsAndTooManyAreRefused() {
        assertThatThrownBy(() -> new SigningSecret("hunter2"))
                .hasMessageContaining("32 to 256")
                .hasMessageNotContaining("hunter2");
        assertThat(SECRET).hasToString("...");
        var many = new ArrayList<>(Collections.nCopies(9, SECRET));
        assertThatThrownBy(() -> new SignatureRule(many, Duration.ZERO, Instant::now))
                .hasMessage("signed wants 1 to 8 of auth.signing-secrets, there are 9");
    }
}
