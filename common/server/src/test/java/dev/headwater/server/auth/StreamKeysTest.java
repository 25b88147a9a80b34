package dev.headwater.server.auth;

import static dev.headwater.server.auth.Attempts.play;
import static dev.headwater.server.auth.Attempts.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.SecretHash;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamKeysTest {
    private static final String NEWS = "0123456789abcdef0123456789abcdef01234567";
    private static final String ROTATED = "ffffffffffffffffffffffffffffffffffffffff";
    private static final String STUDIO = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static final RuleBook RULES = rules("auth.publish=keys");

    private static RuleBook rules(String... more) {
        var settings = new String[more.length + 1];
        System.arraycopy(more, 0, settings, 1, more.length);
        settings[0] = "auth.keys=live/news " + SecretHash.of(NEWS) + ",live/news " + SecretHash.of(ROTATED)
                + ",live/studio-* " + SecretHash.of(STUDIO);
        return RuleBook.of(
                ConfigLoader.of(settings), new AuthFiles.Texts(Map.of()), Optional.empty(), Attempts.NO_CALLBACKS);
    }

    private static Verdict decide(Attempt attempt) {
        return RULES.decide(attempt).result();
    }

    private static void denied(Denial denial, Verdict verdict) {
        assertThat(verdict).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.denial()).isEqualTo(denial);
            assertThat(denied.isNameSecret()).isTrue();
            assertThat(denied.explanation()).doesNotContain(NEWS, STUDIO);
        });
    }

    @Test
    void keyInTheNamesPlaceBecomesThePublicName() {
        assertThat(decide(publish("live", NEWS))).isEqualTo(new Allowed(new StreamKey("live", "news")));
    }

    @Test
    void streamMayHaveTwoKeysWhileOneReplacesTheOther() {
        assertThat(decide(publish("live", ROTATED))).isEqualTo(new Allowed(new StreamKey("live", "news")));
    }

    @Test
    void keyMayStandBesideTheName() {
        assertThat(decide(publish("live", "news?key=" + NEWS))).isEqualTo(new Allowed(new StreamKey("live", "news")));
        assertThat(decide(publish("live", "studio-7?a=b&key=" + STUDIO)))
                .isEqualTo(new Allowed(new StreamKey("live", "studio-7")));
    }

    @Test
    void keyMayStandInWhatTheEncoderConnectsTo() {
        assertThat(decide(Attempts.attempt(Action.PUBLISH, "live", "news", "key=" + NEWS, "::1")))
                .isEqualTo(new Allowed(new StreamKey("live", "news")));
    }

    @Test
    void nameWithoutAKeyAndWrongKeysAreBad() {
        denied(Denial.BAD_CREDENTIAL, decide(publish("live", "news")));
        denied(Denial.BAD_CREDENTIAL, decide(publish("live", NEWS.replace('0', '1'))));
        denied(Denial.BAD_CREDENTIAL, decide(publish("live", "news?key=wrong")));
        denied(
                Denial.BAD_CREDENTIAL,
                decide(publish("live", "news?key=" + SecretHash.of(NEWS).hex())));
    }

    @Test
    void keyOfAnotherStreamIsMisplaced() {
        denied(Denial.MISPLACED_KEY, decide(publish("live", "studio-7?key=" + NEWS)));
        denied(Denial.MISPLACED_KEY, decide(publish("live", "news?key=" + STUDIO)));
        denied(Denial.MISPLACED_KEY, decide(publish("other", NEWS)));
        denied(Denial.MISPLACED_KEY, decide(publish("live", STUDIO)));
    }

    @Test
    void keyNeverBecomesANameThatOthersSee() {
        denied(
                Denial.MISPLACED_KEY,
                rules("auth.publish=keys", "apps.free.auth.publish=open")
                        .decide(publish("free", NEWS))
                        .result());
    }

    @Test
    void playerThatNamesAKeyIsAnsweredAsIfNobodyPublishedThat() {
        var attempt = RULES.withoutKey(play("live", NEWS));
        assertThat(attempt.asked().app()).isEqualTo("live");
        assertThat(attempt.asked().name()).startsWith("misplaced-key-").doesNotContain(NEWS);
        assertThat(decide(attempt)).isEqualTo(new Allowed(attempt.asked()));
        assertThat(RULES.withoutKey(play("live", NEWS)).question()).isEqualTo(attempt.question());
        assertThat(RULES.withoutKey(play("live", STUDIO)).question()).isNotEqualTo(attempt.question());
        var other = play("live", "news");
        assertThat(RULES.withoutKey(other)).isSameAs(other);
    }

    @Test
    void otherNamesArePlayed() {
        assertThat(decide(play("live", "news"))).isEqualTo(new Allowed(new StreamKey("live", "news")));
    }

    @Test
    void appMayHaveItsOwnWay() {
        var rules = rules("auth.publish=keys", "apps.free.auth.publish=open", "apps.free.auth.play=refuse");
        assertThat(rules.decide(publish("free", "a")).result()).isEqualTo(new Allowed(new StreamKey("free", "a")));
        denied(Denial.CLOSED, rules.decide(play("free", "a")).result());
        denied(Denial.BAD_CREDENTIAL, rules.decide(publish("live", "a")).result());
        assertThat(rules.decide(play("live", "a")).result()).isInstanceOf(Allowed.class);
    }

    @Test
    void oneKeyForTwoStreamsIsRefused() {
        assertThatThrownBy(() -> RuleBook.of(
                        ConfigLoader.of("auth.keys=live/a " + SecretHash.of(NEWS) + ",live/b " + SecretHash.of(NEWS)),
                        new AuthFiles.Texts(Map.of()),
                        Optional.empty(),
                        Attempts.NO_CALLBACKS))
                .hasMessage("one stream key for both live/a and live/b");
    }
}
