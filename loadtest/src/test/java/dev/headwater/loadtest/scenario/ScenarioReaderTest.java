package dev.headwater.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.loadtest.client.Protocol;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {
    private static final Path FILE = Path.of("s.yaml");

    private static final String START = "duration: 10s\ngroups:\n";
    private static final String PLAY = START + "  - kind: play\n    url: rtmp://h/live/a\n    count: 1\n";
    private static final String PUBLISH = START + "  - kind: publish\n    url: rtmp://h/live/a\n    count: 1\n";

    @Test
    void theExampleIsAScenario() {
        var scenario = ScenarioReader.read(Path.of("scenarios", "evening.yaml"));
        var plan = scenario.plan();
        var url = StreamUrl.parse("rtmp://127.0.0.1:1935/live/channel-%d");
        assertThat(plan.warmUp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.groups()).hasSize(4);
        assertThat(plan.groups().getFirst()).isInstanceOf(Group.Publishers.class);
        assertThat(plan.groups().subList(1, 4))
                .isEqualTo(List.of(
                        new Group.Players(url, 4, 120, 60, Span.whole()),
                        new Group.Churn(url, 4, 4, 100, new Span(Duration.ofSeconds(10), Duration.ofSeconds(15))),
                        new Group.Players(url, 4, 80, 80, Span.from(Duration.ofSeconds(15)))));
        assertThat(scenario.parameters())
                .containsKeys("scenario", "channels", "crowd", "zappers", "late viewers")
                .containsEntry("crowd", "120 players on 4 streams: live/channel-%d at 60 a second from 0 s");
    }

    @Test
    void theExampleOfHlsIsAScenario() {
        var plan = ScenarioReader.read(Path.of("scenarios", "hls.yaml")).plan();
        assertThat(plan.groups()).hasSize(3);
        assertThat(plan.groups().getLast().url().protocol()).isEqualTo(Protocol.HLS);
    }

    @Test
    void whatIsNotSaidHasADefault() {
        var plan = ScenarioReader.parse(FILE, PLAY).plan();
        assertThat(plan.warmUp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.groups())
                .containsExactly(new Group.Players(StreamUrl.parse("rtmp://h/live/a"), 1, 1, 100, Span.whole()));
    }

    @Test
    void ffmpegsStandBesideTheGroups() {
        var text = PLAY + "ffmpeg:\n  url: rtmp://h/live/a%d\n  streams: 2\n  publishers: 1\n  players: 3\n";
        var ffmpegs = ScenarioReader.parse(FILE, text).ffmpegs();
        assertThat(ffmpegs.published()).containsExactly("rtmp://h:1935/live/a2");
        assertThat(ffmpegs.played()).hasSize(3).contains("rtmp://h:1935/live/a0");
        assertThat(ScenarioReader.parse(FILE, PLAY).ffmpegs().isEmpty()).isTrue();
        refuses(PLAY + "ffmpeg: {url: rtmp://h/live/a}", "s.yaml: line 6, column 9: neither publishers nor players");
        refuses(
                PLAY + "ffmpeg: {url: rtmp://h/live/a, streams: 1, publishers: 1}",
                "s.yaml: line 6, column 9: 2 streams, those of ffmpeg included, need a %d in the name 'a'");
    }

    @Test
    void stalledPlayersAreAGroupBesideTheirs() {
        var scenario = ScenarioReader.parse(FILE, PLAY + "    stalled: 7\n    start: 1s\n");
        var url = StreamUrl.parse("rtmp://h/live/a");
        var span = Span.from(Duration.ofSeconds(1));
        assertThat(scenario.plan().groups())
                .containsExactly(new Group.Players(url, 1, 1, 100, span), new Group.Stalled(url, 1, 7, 100, span));
        assertThat(scenario.parameters())
                .containsEntry("play, stalled", "7 stalled players on 1 streams: live/a at 100 a second from 1 s");
    }

    @Test
    void playersOfHlsMayPlayByParts() {
        var text = PLAY.replace("rtmp://h/live/a", "http://h/live/a.m3u8");
        assertThat(protocolOf(text)).isEqualTo(Protocol.HLS);
        assertThat(protocolOf(text + "    low-latency: true\n")).isEqualTo(Protocol.LL_HLS);
    }

    private static Protocol protocolOf(String text) {
        return ScenarioReader.parse(FILE, text).plan().groups().getFirst().url().protocol();
    }

    @Test
    void groupsOfOneNameAreToldApart() {
        var twice = PLAY + "  - kind: play\n    url: rtmp://h/live/b\n    count: 2\n";
        assertThat(ScenarioReader.parse(FILE, twice).parameters()).containsKeys("play", "play (2)");
    }

    @Test
    void whatIsWrongIsSaidInOneLineWithItsPlace() {
        refuses("", "s.yaml: is empty");
        refuses("a: [", "s.yaml: line 1, column 5: not YAML: expected the node content, but found '<stream end>'");
        refuses("- a", "s.yaml: line 1, column 1: expected keys and values, found a list");
        refuses("groups: []", "s.yaml: line 1, column 1: the key 'duration' is missing");
        refuses("duration: 10s", "s.yaml: line 1, column 1: the key 'groups' is missing");
        refuses("duration: 10s\ngroups: []", "s.yaml: line 2, column 9: a scenario needs a group");
        refuses("duration: 10s\ngroups:", "s.yaml: line 2, column 8: expected a list, found nothing");
        refuses("duration: 0s\ngroups: []", "s.yaml: line 1, column 11: expected a duration above 0");
        refuses("duration: 10\ngroups: []", "s.yaml: line 1, column 11: '10' is no duration like 500ms, 30s, 5m or 2h");
        refuses(
                PLAY + "durations: 1s\n",
                "s.yaml: line 6, column 1: there is no key 'durations' here;"
                        + " there are duration, ffmpeg, groups, warm-up");
        refuses(PLAY + "duration: 1s\n", "s.yaml: line 6, column 1: 'duration' is here twice");
        refuses(
                PLAY + "    media: {}\n",
                "s.yaml: line 6, column 5: there is no key 'media' here;"
                        + " there are count, duration, kind, low-latency, name, rate, stalled, start, streams, url");
        refuses(START + "  - url: rtmp://h/live/a\n", "s.yaml: line 3, column 5: the key 'kind' is missing");
        refuses(
                START + "  - kind: watch\n",
                "s.yaml: line 3, column 11: expected publish, play or churn, found 'watch'");
        refuses(START + "  - kind: play\n", "s.yaml: line 3, column 5: the key 'url' is missing");
        refuses(PLAY.replace("count: 1", "count: 0"), "s.yaml: line 5, column 12: expected 1 to 1000000, found 0");
        refuses(
                PLAY.replace("count: 1", "count: many"),
                "s.yaml: line 5, column 12: expected a whole number, found 'many'");
        refuses(PLAY.replace("count: 1", "count: [1]"), "s.yaml: line 5, column 12: expected a value, found a list");
        refuses(
                PLAY.replace("rtmp://", "http://"),
                "s.yaml: line 4, column 10: 'http://h/live/a' is not like rtmp://host:1935/app/name,"
                        + " http://host/app/name.flv, ws://host/app/name.flv or http://host/app/name.m3u8");
        refuses(
                PLAY + "    low-latency: true\n",
                "s.yaml: line 4, column 10: low latency is of HLS:"
                        + " 'rtmp://h:1935/live/a' is not like http://host/app/name.m3u8");
        refuses(
                PUBLISH.replace("rtmp://h/live/a", "ws://h/live/a.flv"),
                "s.yaml: line 3, column 5: publishers speak RTMP:"
                        + " 'ws://h:80/live/a.flv' is not like rtmp://host:1935/app/name");
        refuses(
                PLAY + "    rate: 0\n",
                "s.yaml: line 6, column 11: expected a number above 0, a million at most, found 0");
        refuses(
                PLAY + "    streams: 2\n",
                "s.yaml: line 3, column 5: 2 streams need a %d in the name 'a', for their number");
        refuses(PUBLISH + "    media: {kbps: 1}\n", "s.yaml: line 6, column 12: kbps must be 32 to 200000, found 1");
        refuses(
                PUBLISH + "    media: {audio: yes}\n",
                "s.yaml: line 6, column 20: expected true or false, found 'yes'");
        refuses(
                PUBLISH + "    media: {file: a.flv, fps: 25}\n",
                "s.yaml: line 6, column 12: a file has its own kbps, fps, gop and audio");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> ScenarioReader.read(Path.of("no.yaml")))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("no.yaml: no such file");
        assertThatThrownBy(() -> ScenarioReader.parse(FILE, PUBLISH + "    media: {file: no.flv}\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("s.yaml: line 6, column 19: cannot read ");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> ScenarioReader.parse(FILE, text))
                .as(text)
                .isInstanceOf(ScenarioException.class)
                .hasMessage(message);
    }
}
