package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.cluster.RelayBook.Addition;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.foreign.RelayList.Source;
import dev.headwater.testkit.LogCapture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
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
        assertThat(List.of("site", "cam", pull("a", "rtmp://a.example/app/a").name()))
                .extracting(list::source)
                .containsExactly(Source.CONFIGURED, Source.ADDED, Source.CALLBACK);
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

    private static PullRelay pull(String stream, String url) {
        return WantedPull.of(new StreamKey("live", stream), RelayUrl.parse(url));
    }

    @Test
    void whatACallbackWantsHoldsWhileItIsWanted() {
        var few = new RelayList(RunningConfig.fixed(ConfigLoader.of("relays.max-callback-pulls=1")), book);
        var changes = new AtomicInteger();
        few.follow(changes::incrementAndGet);
        var first = pull("a", "rtmp://a.example/app/a");
        assertThat(few.want(first, Duration.ofMinutes(1))).contains(first);
        assertThat(few.want(pull("a", "rtmp://b.example/app/a"), Duration.ofMinutes(1)))
                .as("goes on from where it is pulled")
                .contains(first);
        assertThat(few.want(pull("b", "rtmp://a.example/app/b"), Duration.ofMinutes(1)))
                .isEmpty();
        few.forgetUnwanted();
        assertThat(few.entries()).singleElement().isEqualTo(first);
        assertThat(few.lapsing(first.stream(), Duration.ofMinutes(2))).contains(first);
        assertThat(few.lapsing(first.stream(), Duration.ZERO))
                .as("wanted for long enough")
                .isEmpty();
        assertThat(changes).hasValue(1);
        few.want(first, Duration.ofNanos(-1));
        few.forgetUnwanted();
        assertThat(few.entries()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void nodesTellEachOtherOfAWantedPullAsItIs() {
        var url = RelayUrl.parse("rtmps://a.example:444/deep/app/a?key=1").at(InetAddress.ofLiteral("192.0.2.1"));
        var relay = WantedPull.of(new StreamKey("live", "a"), url);
        assertThat(WantedPull.read(WantedPull.write(relay))).contains(relay);
        var plain = RelayUrl.parse("rtmp://[2001:db8::1]/app/a").at(InetAddress.ofLiteral("2001:db8::1"));
        var other = WantedPull.of(new StreamKey("live", "b"), plain);
        assertThat(WantedPull.read(WantedPull.write(other))).contains(other);
        try (var log = LogCapture.of("dev.headwater")) {
            for (String field : List.of("stream", "url", "address")) {
                assertThat(WantedPull.read(WantedPull.write(relay).put(field, "key=1")))
                        .isEmpty();
            }
            assertThat(log.warnings()).hasSize(3).noneMatch(line -> line.contains("key=1"));
        }
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
