package dev.headwater.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.server.config.StreamPattern;
import dev.headwater.server.config.UserEntry;
import dev.headwater.server.tracing.Trace;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private static final String SECRET = "what the nodes share";
    private static final String SALT = "0123456789abcdef";
    private static final UserEntry ALICE =
            UserEntry.parse(UserEntry.line("alice", List.of(StreamPattern.parse("live/*")), SALT, "correct horse"));
    private static final Pattern ASKED = Pattern.compile(
            "\\[ AccessManager\\.Reject ] : \\[ authmod=adobe ] : \\?reason=needauth&user=(\\w+)&salt=(\\w+)&challenge=(\\w+)&opaque=(\\w+)");

    private Instant now = Instant.ofEpochSecond(1_790_000_000);
    private final UserTable users = new UserTable(List.of(ALICE), SECRET, () -> now);

    private static ConnectRequest request(String query) {
        return new ConnectRequest(
                "live", new Client(InetAddress.getLoopbackAddress(), "1", "", query, "", "", "", "", Trace.NONE), true);
    }

    private ConnectVerdict connect(String query) {
        return users.authoriseConnect(request(query));
    }

    private static String text(ConnectVerdict verdict) {
        return switch (verdict) {
            case ConnectVerdict.Challenge(String text) -> text;
            case ConnectVerdict.Rejected(String text, String _) -> text;
            case ConnectVerdict.Accepted(String user) -> "welcome " + user;
        };
    }

    /** The third connect as encoders make it. */
    private String answer(String user, String password) {
        var asked = ASKED.matcher(text(connect("authmod=adobe&user=" + user)));
        assertThat(asked.matches()).isTrue();
        String response = UserEntry.digest(UserEntry.digest(user + asked.group(2) + password) + asked.group(4) + "c2");
        return "authmod=adobe&user=" + user + "&challenge=c2&response=" + response + "&opaque=" + asked.group(4);
    }

    @Test
    void encoderIsAskedTwiceAndThenLetIn() {
        assertThat(text(connect(""))).isEqualTo("[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ");
        assertThat(text(connect("authmod=adobe&user=alice"))).contains("&salt=" + SALT + "&");
        assertThat(connect(answer("alice", "correct horse"))).isEqualTo(new ConnectVerdict.Accepted("alice"));
    }

    @Test
    void wrongPasswordAndUserWhoIsNotThereAreOne() {
        var wrong = connect(answer("alice", "wrong"));
        var nobody = connect(answer("mallory", "correct horse"));
        assertThat(wrong).isEqualTo(nobody).isInstanceOf(ConnectVerdict.Rejected.class);
        assertThat(text(wrong)).isEqualTo("[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed");
        assertThat(text(connect("authmod=adobe&user=mallory")).length() - "mallory".length())
                .isEqualTo(text(connect("authmod=adobe&user=alice")).length() - "alice".length());
    }

    @Test
    void challengeHoldsForHalfAMinuteOneUserAndThisTable() {
        String answer = answer("alice", "correct horse");
        now = now.plusSeconds(30);
        assertThat(connect(answer)).isInstanceOf(ConnectVerdict.Accepted.class);
        now = now.plusSeconds(1);
        for (String late :
                List.of(answer, answer.replace("user=alice", "user=bob"), "authmod=adobe&user=alice&response=x")) {
            assertThat(text(connect(late)))
                    .as("asked again, which is no refusal")
                    .matches(ASKED);
        }
        assertThat(connect(answer("alice", "correct horse"))).isEqualTo(new ConnectVerdict.Accepted("alice"));
        assertThat(connect("authmod=adobe&user=al%20ice&response=x")).isInstanceOf(ConnectVerdict.Rejected.class);
    }

    @Test
    void anotherNodeWithTheSameUsersTakesTheAnswer() {
        String answer = answer("alice", "correct horse");
        var other = new UserTable(List.of(ALICE), SECRET, () -> now.minusSeconds(3));
        assertThat(other.authoriseConnect(request(answer))).isEqualTo(new ConnectVerdict.Accepted("alice"));
    }

    @Test
    void aChallengeIsMadeOfMoreThanTheUsers() {
        String answer = answer("alice", "correct horse");
        var stranger = new UserTable(List.of(ALICE), "what others share", () -> now);
        assertThat(stranger.authoriseConnect(request(answer)))
                .as("who knows the users alone cannot make it, and so not try passwords against it")
                .isInstanceOf(ConnectVerdict.Challenge.class);
    }

    @Test
    void usersWhoComeAndGoChangeNeitherTheSaltsOfOthersNorWhatIsUnderWay() {
        var bob =
                UserEntry.parse(UserEntry.line("bob", List.of(StreamPattern.parse("live/*")), SALT, "battery staple"));
        String answer = answer("alice", "correct horse");
        var later = new UserTable(List.of(ALICE, bob), SECRET, () -> now);
        assertThat(later.authoriseConnect(request(answer))).isEqualTo(new ConnectVerdict.Accepted("alice"));
        for (String user : List.of("alice", "mallory")) {
            var query = "authmod=adobe&user=" + user;
            assertThat(text(later.authoriseConnect(request(query)))).as(user).isEqualTo(text(connect(query)));
        }
    }

    @Test
    void entriesAreReadAndNotShown() {
        assertThat(ALICE).hasToString("alice [live/*]");
        assertThatThrownBy(() -> UserEntry.parse("alice live/* hunter2"))
                .hasMessageContaining("expected a user as")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new UserTable(List.of(ALICE, ALICE), SECRET, Instant::now))
                .hasMessage("the user alice stands twice");
    }
}
