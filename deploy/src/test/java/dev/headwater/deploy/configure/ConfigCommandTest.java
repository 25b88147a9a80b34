package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.HeadwaterCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String yaml, String... words) throws IOException {
        var file = Files.writeString(folder.resolve("node.yaml"), yaml);
        var all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--config";
        all[words.length + 1] = file.toString();
        return HeadwaterCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    @Test
    void aGoodFileIsFine() throws IOException {
        assertThat(run("play.wait: 1s\napps: {live: {auth: {play: refuse}}}\n", "config", "check"))
                .isZero();
        assertThat(out.toString()).startsWith("fine: 2 keys are set, ");
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        assertThat(run("play.wiat: 1s\n", "config", "check")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .endsWith("unknown key play.wiat (did you mean play.wait?)");
    }

    @Test
    void aFileOfKeysThatIsMissingIsWrong() throws IOException {
        assertThat(run("auth.keys-file: " + folder.resolve("keys"), "config", "check"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("keys: no such file");
    }

    @Test
    void aFileThatANodeWouldRefuseIsWrong() throws IOException {
        var keys = Files.writeString(folder.resolve("keys"), "# one a line\nno-hash-and-no-name\n");
        assertThat(run("auth.keys-file: " + keys, "config", "check")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("keys, line 2: ");
    }

    @Test
    void aCertificateThatIsNoneIsWrong() throws IOException {
        var chain = Files.writeString(folder.resolve("chain.pem"), "no certificate");
        var key = Files.writeString(folder.resolve("key.pem"), "no key");
        assertThat(run("tls.certificates: %s %s".formatted(chain, key), "config", "check"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("chain.pem", "not a certificate and its key in PEM");
    }

    @Test
    void keysOfTokensThatWillBeFetchedAreFine() throws IOException {
        assertThat(run("auth: {play: jwt, jwt: {jwks-url: 'https://127.0.0.1:1/keys'}}\n", "config", "check"))
                .isZero();
    }

    @Test
    void everyValueIsShownWithItsSourceAndSecretsAreNot() throws IOException {
        String hash = "0".repeat(64);
        assertThat(run(
                        "management.tokens: ['write sha256:" + hash + "']\nplay.wait: 1s\n",
                        "config",
                        "show",
                        "--set",
                        "play.hold=5s"))
                .isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("rtmp\\.port +1935 +default +by restart"))
                .anyMatch(line -> line.matches("play\\.wait +1s +\\S+node\\.yaml +by reload"))
                .anyMatch(line -> line.matches("play\\.hold +5s +--set +by reload"))
                .anyMatch(line -> line.matches("management\\.tokens +\\.\\.\\. +\\S+node\\.yaml +by reload"));
        assertThat(out.toString()).doesNotContain(hash);
    }

    @Test
    void whatIsNotAsByDefaultIsShownAlone() throws IOException {
        assertThat(run("play.wait: 1s\n", "config", "show", "--changed", "--json"))
                .isZero();
        var settings = new JsonObject(out.toString()).getJsonArray("settings");
        assertThat(settings).hasSize(1);
        assertThat(settings.getJsonObject(0).getString("key")).isEqualTo("play.wait");
        assertThat(settings.getJsonObject(0).getString("value")).isEqualTo("1s");
        assertThat(settings.getJsonObject(0).getBoolean("reloadable")).isTrue();
    }
}
