package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.SecretHash;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.RunningProgram;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The dashboard in a real browser, at real nodes with a real stream. */
class DashboardTest {
    private static final String SHOW = "tr[data-stream='live/show']";
    private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

    private static ConditionFactory soon(String what) {
        return await(what);
    }

    private static RunningProgram publish(LiveNode node, String stream, String software) {
        return Ffmpeg.shipped()
                .start(List.of(
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        Clip.H264_AAC.file().toString(),
                        "-c",
                        "copy",
                        "-rtmp_flashver",
                        software,
                        "-f",
                        "flv",
                        node.url(stream)));
    }

    private static String page(LiveNode node) {
        return "http://127.0.0.1:" + node.node().port("management.port") + "/";
    }

    @Test
    void clusterIsShownAsItIsWithoutAComplaintOfTheBrowser() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            try (var publisher = publish(origin, "show", HOSTILE);
                    var player = Ffmpeg.shipped().watch(edge.url("show"), Duration.ofMinutes(5))) {
                browser.open(page(edge));
                soon("both nodes are there")
                        .until(() -> browser.count(".card") == 2
                                && browser.text(".card[data-node=origin-1]").contains("owns")
                                && browser.text(".card[data-node=edge-2]").contains("pulls"));
                soon("the line tells how much flows")
                        .until(() -> browser.text("svg.links .rate").endsWith("bit/s"));
                soon("the stream is described").until(() -> {
                    String row = browser.text(SHOW);
                    return row.contains("H.264 320×180 25 fps") && row.contains("AAC") && row.contains("edge-2");
                });
                soon("the viewer is counted")
                        .until(() -> browser.text(SHOW + " td:nth-of-type(4)").equals("1"));
                assertThat(browser.run("return document.querySelector(arguments[0]).href", SHOW + " .watch"))
                        .isEqualTo("http://127.0.0.1:" + edge.node().port("http.port") + "/play/live/show");
                soon("both clients are listed").until(() -> browser.count("#clients tbody tr") == 2);
                assertThat(browser.text("#clients")).contains(HOSTILE);
                assertThat(browser.count("#clients img")).isZero();
                assertThat(browser.run("return document.title")).isEqualTo("Headwater");
                soon("the last hour is drawn")
                        .until(
                                () -> browser.run(
                                        "return Chart.getChart(document.querySelector('canvas')).data.datasets[0].data.length > 0"),
                                Boolean.TRUE::equals);
                assertThat(browser.count("#charts canvas")).isEqualTo(6);

                browser.click(".card[data-node=edge-2] .name");
                soon("clients of one node alone").until(() -> browser.count("#clients tbody tr") == 1);
                browser.click("#clients-choice .chosen");
                soon("all again").until(() -> browser.count("#clients tbody tr") == 2);

                browser.picture("desktop-light");
                browser.show(1280, 900, "dark");
                browser.picture("desktop-dark");
                browser.show(390, 844, "light");
                soon("it fits a phone")
                        .until(
                                () -> browser.run("return document.documentElement.scrollWidth <= 390"),
                                Boolean.TRUE::equals);
                browser.picture("phone");
                assertThat(browser.complaints()).isEmpty();
                assertThat(publisher.isRunning() && player.isRunning()).isTrue();
            }
        }
    }

    @Test
    void streamIsShownWithAPictureOfItsOrigin() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin(
                    "thumbnail.ffmpeg=" + Ffmpeg.shipped().program(),
                    "thumbnail.timeout=30s",
                    "thumbnail.max-age=1m",
                    "thumbnail.max-memory=2047MiB");
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            try (var publisher = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("show"))) {
                browser.show(1280, 2400, "light"); // all of it is in view
                browser.open(page(edge));
                soon("it has a picture, of the stream's shape")
                        .until(
                                () -> browser.run(
                                        "const still = document.querySelector(arguments[0]); return still?.naturalWidth + 'x' + still?.naturalHeight",
                                        SHOW + " .still:not([hidden])"),
                                "320x180"::equals);
                browser.picture("stills");
                assertThat(browser.complaints()).noneMatch(text -> text.contains("Content Security Policy"));
                assertThat(publisher.isRunning()).isTrue();
            }
        }
    }

    @Test
    void operatorKicksAndDrainsWhenHeHasSaidThatHeIsSure() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            try (var publisher = publish(origin, "show", "x")) {
                browser.open(page(origin));
                soon("the stream is there").until(() -> browser.count(SHOW) == 1);
                browser.click(SHOW + " .kick");
                assertThat(browser.text("#confirm-title")).isEqualTo("Kick the publisher of live/show?");
                browser.click("#confirm button[value=no]");
                soon("he was not sure").until(() -> browser.count("#confirm[open]") == 0);
                assertThat(publisher.isRunning()).isTrue();
                browser.click(SHOW + " .kick");
                browser.click("#confirm-yes");
                publisher.awaitExit(Duration.ofSeconds(20));
                soon("it is gone from the page").until(() -> browser.count(SHOW) == 0);

                browser.click(".card[data-node=edge-2] .drain");
                assertThat(browser.text("#confirm-title")).isEqualTo("Drain edge-2?");
                browser.click("#confirm-yes");
                soon("the node is gone").until(() -> edge.node().stopped().isComplete());
                soon("and from the page").until(() -> browser.count(".card") == 1);
            }
        }
    }

    @Test
    void rowsAreDrawnWhileTheChosenNodeIsGone() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            browser.open(page(origin));
            soon("both nodes are there").until(() -> browser.count(".card") == 2);
            browser.click(".card[data-node=edge-2] .name");
            soon("it is chosen").until(() -> browser.count("#clients-choice .chosen") == 1);
            edge.stop().await();
            soon("it is gone from the page").until(() -> browser.count(".card") == 1);
            soon("and named").until(() -> browser.text("#notice").startsWith("edge-2 did not answer"));
            browser.click("#clients-choice .chosen");
            soon("nothing is missing").until(() -> browser.text("#notice").isEmpty());
        }
    }

    @Test
    void keyboardAndMarkedTextStayWhereTheyAreWhileThePageIsDrawnAnew() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            browser.open(page(cluster.origin()));
            soon("the node is there").until(() -> browser.count(".card .drain") == 1);
            browser.run("window.before = document.querySelector('.card .drain'); window.before.focus()");
            soon("it is drawn anew")
                    .until(() -> browser.run("return window.before.isConnected"), Boolean.FALSE::equals);
            assertThat(browser.run("return document.activeElement === document.querySelector('.card .drain')"))
                    .isEqualTo(true);

            browser.run(
                    "window.before = document.querySelector('.card .name'); getSelection().selectAllChildren(before)");
            soon("it is held").until(() -> browser.text("#state").equals("held while text is marked"));
            assertThat(browser.run("return window.before.isConnected && getSelection().toString()"))
                    .isEqualTo("origin-1");
        }
    }

    @Test
    void pageAsksForATokenAndAReaderChangesNothing() {
        String token = "the reader's long token";
        try (var cluster = new LiveCluster("management.tokens=read " + SecretHash.of(token));
                var browser = new Browser()) {
            var origin = cluster.origin();
            browser.open(page(origin));
            soon("it asks").until(() -> browser.count("#sign-in[open]") == 1);
            browser.type("#token", "guess");
            browser.click("#sign-in button");
            soon("a guess is not enough")
                    .until(() -> browser.text("#sign-in-problem").equals("no such token"));
            browser.type("#token", token);
            browser.click("#sign-in button");
            soon("the node is shown").until(() -> browser.count(".card") == 1);
            browser.click(".card .drain");
            browser.click("#confirm-yes");
            soon("it is told").until(() -> browser.text("#confirm-problem").equals("this token is for reading only"));
            assertThat(origin.node().stopped().isComplete()).isFalse();
        }
    }
}
