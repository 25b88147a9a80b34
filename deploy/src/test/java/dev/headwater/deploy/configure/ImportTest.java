package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What cannot be imported. */
class ImportTest extends ImportRun {
    @Test
    void whatDoesNotParseIsOneLineThatSaysWhere() throws IOException {
        assertThat(run("rtmp {\n  server {\n    listen 1935\n  }\n}")).isEqualTo(2);
        assertThat(err.toString()).contains("other.conf: line 3: 'listen' does not end with ;");
    }

    @Test
    void aFileOfNeitherIsRefused() throws IOException {
        assertThat(run("http { listen 80; }")).isEqualTo(2);
        assertThat(err.toString()).contains("neither nginx-rtmp");
    }

    @Test
    void aValueThatIsNoneOfOursIsRefused() throws IOException {
        assertThat(run("vhost __defaultVhost__ { chunk_size 10; }")).isEqualTo(2);
        assertThat(err.toString()).contains("rtmp.chunk-size=10", "expected 128 to 65536");
    }
}
