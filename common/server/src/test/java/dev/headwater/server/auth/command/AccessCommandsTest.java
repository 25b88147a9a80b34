package dev.headwater.server.auth.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.KeyEntry;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.UserEntry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AccessCommandsTest {
    private static final int REFUSED = 2;
    private static final Pattern NEW_KEY = Pattern.compile(
            "the encoder's stream key is ([0-9a-f]{40})\\Rauth\\.keys gets the line {5}(live/news sha256:[0-9a-f]{64})\\R");

    private final InputStream before = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void input() {
        System.setIn(before);
    }

    private int run(Object command, String typed, String... arguments) {
        System.setIn(new ByteArrayInputStream(typed.getBytes(UTF_8)));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    @Test
    void newKeyIsLongRandomAndFitsItsLine() {
        assertThat(run(new KeyCommand(), "", "new", "live/news")).isZero();
        var made = NEW_KEY.matcher(out.toString());
        assertThat(made.matches()).as(out.toString()).isTrue();
        assertThat(KeyEntry.parse(made.group(2)).hash()).isEqualTo(SecretHash.of(made.group(1)));
        String first = out.toString();
        out.getBuffer().setLength(0);
        run(new KeyCommand(), "", "new", "live/news");
        assertThat(out.toString()).isNotEqualTo(first);
    }

    @Test
    void keyForSeveralStreamsStandsBesideTheName() {
        assertThat(run(new KeyCommand(), "", "new", "live/*")).isZero();
        assertThat(out.toString()).contains("the encoder's stream key is NAME?key=", "live/* sha256:");
    }

    @Test
    void keyThatEncodersHaveIsReadAndAShortOneIsRefused() {
        assertThat(run(new KeyCommand(), "an-old-but-long-enough-key\n", "hash", "live/news"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("live/news " + SecretHash.of("an-old-but-long-enough-key"));
        assertThat(run(new KeyCommand(), "hunter2\n", "hash", "live/news")).isEqualTo(REFUSED);
        assertThat(err.toString()).contains("16 characters").doesNotContain("hunter2");
        assertThat(run(new KeyCommand(), "", "new", "nonsense")).isEqualTo(REFUSED);
    }

    @Test
    void userHasALineThatShowsNoPassword() {
        assertThat(run(new KeyCommand(), "hunter2\n", "user", "studio", "live/studio-*", "other/*"))
                .isZero();
        assertThat(out.toString()).doesNotContain("hunter2");
        var entry = UserEntry.parse(out.toString().strip());
        assertThat(entry).hasToString("studio [live/studio-*, other/*]");
        assertThat(entry.verifier()).isEqualTo(UserEntry.digest("studio" + entry.salt() + "hunter2"));
        assertThat(run(new KeyCommand(), "x", "user", "no such name", "live/*")).isEqualTo(REFUSED);
    }

    @Test
    void addressIsSignedWithTheFirstSecret() {
        String secret = "correct-horse-battery-staple-0123456789";
        assertThat(run(
                        new SignCommand(),
                        "",
                        "play",
                        "live/news",
                        "--for",
                        "2h",
                        "--set",
                        "auth.signing-secrets=" + secret))
                .isZero();
        assertThat(out.toString().strip()).matches("live/news\\?expires=\\d{10}&sign=[0-9a-f]{64}");
        assertThat(run(new SignCommand(), "", "play", "live/news")).isEqualTo(REFUSED);
        assertThat(err.toString()).contains("auth.signing-secrets-file");
        assertThat(run(new SignCommand(), "", "play", "live/*", "--set", "auth.signing-secrets=" + secret))
                .isEqualTo(REFUSED);
    }
}
