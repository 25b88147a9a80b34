package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.LogCapture;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileLookTest {
    private final LogCapture log = LogCapture.of("dev.headwater.server.launch");
    private final List<Promise<Void>> looks = new ArrayList<>();
    private final FileLook files = new FileLook("keys", () -> {
        looks.add(Promise.promise());
        return looks.getLast().future();
    });

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void looksAgainWhenTheLookBeforeHasEndedHoweverItDid() {
        files.again();
        looks.getLast().complete();
        files.again();
        looks.getLast().fail("no such file");
        files.again();
        assertThat(looks).hasSize(3);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void lookThatHangsIsTheOnlyOneAndIsToldOnce() {
        for (int i = 0; i < 10; i++) {
            files.again();
        }
        assertThat(looks).hasSize(1);
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("keys: a look at the files has not ended after PT2S");
        looks.getLast().complete();
        files.again();
        assertThat(looks).hasSize(2);
    }
}
