package dev.headwater.server.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.cluster.RelayBook.Addition;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.testkit.LogCapture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayListTest {
    private final FakeRelayBook book = new FakeRelayBook();
    private final RelayList list = new RelayList(
            RunningConfig.fixed(ConfigLoader.of("relays.push=site live/show rtmp://a.example/app/secret-key")), book);

    @Test
    void whatIsAddedHoldsBesideTheConfiguration() {
        var changes = new AtomicInteger();
        list.follow(changes::incrementAndGet);
        assertThat(list.add("pull", "cam live/lobby on-demand rtmp://10.1.0.7/live/main")
                        .await())
                .isEqualTo(Addition.ADDED);
        assertThat(list.entries()).extracting(RelayEntry::name).containsExactly("site", "cam");
        assertThat(list.onDemand("live/lobby")).contains(new StreamKey("live", "lobby"));
        assertThat(list.onDemand("live/show")).isEmpty();
        list.refresh().await();
        assertThat(changes).as("told of what is new, once").hasValue(1);
        assertThat(list.remove("cam").await()).isTrue();
        assertThat(list.entries()).extracting(RelayEntry::name).containsExactly("site");
        assertThat(changes).hasValue(2);
    }

    @Test
    void aNameOfTheConfigurationGoesBeforeAnAddedOne() {
        book.add("site", "push site live/other rtmp://b.example/app/key").await();
        list.refresh().await();
        assertThat(list.entries())
                .singleElement()
                .extracting(RelayEntry::stream)
                .isEqualTo(new StreamKey("live", "show"));
    }

    @Test
    void whatCannotBeReadIsLeftOutWithoutALineOfItsKeys() {
        try (var log = LogCapture.of("dev.headwater")) {
            book.add("odd", "throw odd live/show rtmp://b.example/app/secret-key")
                    .await();
            book.add("fine", "push fine live/show rtmp://b.example/app/secret-key")
                    .await();
            list.refresh().await();
            assertThat(list.entries()).extracting(RelayEntry::name).containsExactly("site", "fine");
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("odd")
                    .doesNotContain("secret");
        }
    }

    @Test
    void whatTheConfigurationWouldNotTakeIsNotAdded() {
        for (String wrong : new String[] {
            "cam live/lobby rtmp://10.1.0.7/live/main",
            "cam live/lobby always http://10.1.0.7/live/main",
            "cam lobby always rtmp://10.1.0.7/live/main",
            "c/m live/lobby always rtmp://10.1.0.7/live/main"
        }) {
            assertThatThrownBy(() -> list.add("pull", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("10.1.0.7");
        }
        assertThat(book.all().await()).isEmpty();
    }
}
