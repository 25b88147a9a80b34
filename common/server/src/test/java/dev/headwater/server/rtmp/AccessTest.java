package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.ConnectVerdict;
import dev.headwater.server.auth.ConnectionAuth;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client hears that may not, and who hears of the key that it came with. */
class AccessTest {
    private static final String KEY = "k3y-of-the-news";
    private static final List<Attempt> ATTEMPTS = new CopyOnWriteArrayList<>();
    private static final List<String> ABANDONED = new CopyOnWriteArrayList<>();
    private static final List<String> CONNECTED = new CopyOnWriteArrayList<>();
    private static final List<String> LEFT = new CopyOnWriteArrayList<>();
    private static final Promise<ConnectVerdict> LATE_CONNECT = Promise.promise();
    private static final Promise<Verdict> LATE = Promise.promise();
    private static final Promise<Verdict> TOO_LATE = Promise.promise();

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with().access(new ByName()));

    private static final class ByName implements Access {
        @Override
        public Future<ConnectVerdict> authoriseConnect(ConnectRequest request) {
            CONNECTED.add(request.app());
            return switch (request.app()) {
                case "slow" -> LATE_CONNECT.future();
                case "studio" -> Future.succeededFuture(new ConnectVerdict.Accepted("ann"));
                default -> Future.succeededFuture(ConnectVerdict.accept());
            };
        }

        @Override
        public void disconnected(ConnectionAuth connection, long receivedBytes, long sentBytes) {
            LEFT.add(connection.request().client().user() + " of "
                    + connection.request().app());
        }

        @Override
        public Future<Verdict> authorise(Attempt attempt) {
            ATTEMPTS.add(attempt);
            return switch (attempt.asked().name()) {
                case KEY -> Future.succeededFuture(new Verdict.Allowed(new StreamKey("live", "news")));
                case "wrong" ->
                    Future.succeededFuture(new Verdict.Denied(Denial.BAD_CREDENTIAL, "no key of ours", true));
                case "open-name" -> Future.succeededFuture(new Verdict.Denied(Denial.NO_CREDENTIAL, "nothing", false));
                case "late" -> LATE.future();
                case "too-late" -> TOO_LATE.future();
                case "broken" -> Future.failedFuture("broken for a test");
                default -> Future.succeededFuture(new Verdict.Allowed(attempt.asked()));
            };
        }

        @Override
        public void abandoned(Attempt attempt, StreamKey name, String reason) {
            ABANDONED.add(attempt.action().word() + " " + name);
        }
    }

    private static List<Message> refused(String command, String name, Object argument) {
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, command, 3, null, name, argument);
            var heard = peer.awaitClose();
            assertThat(heard).allMatch(message -> message.streamId() == stream);
            return heard;
        }
    }

    private static String lastWarning() {
        return port.rig().warnings().getLast();
    }

    @Test
    void deniedPublisherHearsThatItMayNotAndNeverWhy() {
        int before = port.rig().rejected("PUBLISH_DENIED");
        assertThat(refused("publish", "wrong", "live"))
                .singleElement()
                .matches(message -> message.isStatus("NetStream.Publish.Denied"))
                .asString()
                .contains("not allowed")
                .doesNotContain("no key of ours");
        assertThat(port.rig().rejected("PUBLISH_DENIED")).isEqualTo(before + 1);
        assertThat(lastWarning())
                .matches("refused publish rtmp peer=127\\.0\\.0\\.1:\\d+ stream=live/\\.\\.\\. "
                        + "code=NetStream\\.Publish\\.Denied: BAD_CREDENTIAL: no key of ours");
    }

    @Test
    void deniedPlayerHearsThatItMayNotAndNeverWhy() {
        int before = port.rig().rejected("PLAY_DENIED");
        assertThat(refused("play", "open-name", -2000))
                .singleElement()
                .matches(message -> message.isStatus("NetStream.Play.Failed"))
                .asString()
                .contains("not allowed")
                .doesNotContain("nothing");
        assertThat(port.rig().rejected("PLAY_DENIED")).isEqualTo(before + 1);
        assertThat(lastWarning()).contains(" stream=live/open-name ", ": NO_CREDENTIAL: nothing");
    }

    @Test
    void faultOfOursIsNoYes() {
        assertThat(refused("publish", "broken", "live"))
                .singleElement()
                .matches(message -> message.isStatus("NetStream.Failed"));
        assertThat(refused("play", "broken", -2000))
                .singleElement()
                .matches(message -> message.isStatus("NetStream.Play.Failed"));
        assertThat(port.rig().log().errors()).hasSize(2).noneMatch(line -> line.contains("live/broken"));
    }

    @Test
    void keyInTheNamesPlaceIsTheStreamThatOthersPlayAndNobodySeesTheKey() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int stream = publisher.publish(KEY + "?token=hidden");
            Coded.sendHeaders(publisher, stream);
            player.play("news");
            var clients = port.rig().clients().list(all -> true).await();
            assertThat(clients.toString()).contains("live/news").doesNotContain(KEY, "hidden");
            assertThat(port.rig()
                            .clients()
                            .kickPublishers(new StreamKey("live", "news"))
                            .await())
                    .isEqualTo(1);
        }
        await().untilAsserted(() -> assertThat(port.rig().log().lines())
                .anyMatch(line -> line.contains("unpublish rtmp") && line.contains("stream=live/news")));
        assertThat(port.rig().log().lines()).noneMatch(line -> line.contains(KEY) || line.contains("hidden"));
    }

    @Test
    void pendingPublishIsNobodysStream() {
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, "late", "live");
            await().until(() ->
                    ATTEMPTS.stream().anyMatch(attempt -> attempt.asked().name().equals("late")));
            assertThat(port.rig().clients().list(all -> true).await().toString())
                    .doesNotContain("late");
            LATE.complete(new Verdict.Allowed(new StreamKey("live", "arrived")));
            peer.awaitStatus("NetStream.Publish.Start");
            assertThat(port.rig().clients().list(all -> true).await().toString())
                    .contains("live/arrived");
        }
    }

    @Test
    void whoDecidesIsToldOfThoseWhoDoNotBegin() {
        try (var player = port.connected()) {
            player.command(player.createStream(), "play", 3, null, "nowhere", -2000);
        }
        try (var publisher = port.connected()) {
            int stream = publisher.createStream();
            publisher.command(stream, "publish", 3, null, "too-late", "live");
            publisher.command(0, "deleteStream", 4, null, stream);
            publisher.createStream(); // is answered when the other two have been heard
            TOO_LATE.complete(new Verdict.Allowed(new StreamKey("live", "arrived-too-late")));
        }
        await().untilAsserted(
                        () -> assertThat(ABANDONED).contains("play live/nowhere", "publish live/arrived-too-late"));
    }

    @Test
    void whoAuthorisesConnectsIsToldThatTheUserHasLeft() {
        ScriptedPeer.connected(port.rig().port(), "studio").close();
        await().untilAsserted(() -> assertThat(LEFT).containsOnlyOnce("ann of studio"));
    }

    @Test
    void whoAuthorisesConnectsIsToldOfThoseWhoAreGoneBeforeTheyHearOfIt() {
        var connections = port.rig().metrics().rtmp.connections;
        long before = connections.value();
        try (var peer = ScriptedPeer.open(port.rig().port()).handshake()) {
            peer.command(0, "connect", 1, Map.of("app", "slow", "tcUrl", "rtmp://h/slow"));
            await().until(() -> CONNECTED.contains("slow"));
        }
        await("it is gone").until(() -> connections.value() == before);
        LATE_CONNECT.complete(new ConnectVerdict.Accepted("ann"));
        await().untilAsserted(() -> assertThat(LEFT).containsOnlyOnce("ann of slow"));
    }

    @Test
    void whoDecidesIsToldWhatTheClientSays() {
        try (var peer = ScriptedPeer.open(port.rig().port()).handshake()) {
            peer.command(
                    0,
                    "connect",
                    1,
                    Map.of(
                            "app",
                            "live?app=1",
                            "tcUrl",
                            "rtmp://h/live?app=1",
                            "pageUrl",
                            "http://page",
                            "flashVer",
                            "fv"));
            peer.awaitStatus("NetConnection.Connect.Success");
            peer.play("watched?stream=2");
        } catch (AssertionError nobodyPublishesIt) {
            assertThat(nobodyPublishesIt).hasMessageContaining("closed");
        }
        var attempt = ATTEMPTS.stream()
                .filter(one -> one.asked().name().equals("watched"))
                .findFirst()
                .orElseThrow();
        assertThat(attempt.action()).isEqualTo(Action.PLAY);
        assertThat(attempt.asked().app()).isEqualTo("live");
        assertThat(attempt.query()).isEqualTo("stream=2");
        assertThat(attempt.parameter("app")).hasValue("1");
        assertThat(attempt.client().address().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(attempt.client().pageUrl()).isEqualTo("http://page");
        assertThat(attempt.client().flashVer()).isEqualTo("fv");
        assertThat(attempt.client().tcUrl()).isEqualTo("rtmp://h/live?app=1");
    }
}
