package dev.headwater.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.loadtest.bounds.MadeUpRun;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final Pattern CANVAS = Pattern.compile("<canvas[^>]*aria-label=\"([^\"]*)\"[^>]*>");
    private static final Pattern WITH_SIZE = Pattern.compile("height: [1-9]\\d+px; width: [1-9]\\d+px");

    /** The colours of the first two lines of a plot, on a light page. */
    private static final int BLUE = 0xff0b62d6;

    private static final int ORANGE = 0xffd9480f;

    @TempDir
    private Path folder;

    @Test
    void thePageNeedsNothingBesideIt() {
        var page = HtmlReport.of(JsonReportTest.OUTCOME);
        assertThat(page)
                .contains("Chart.js v", "The MIT License (MIT)", "default-src 'none'")
                .doesNotContainPattern("<(script|img|link|iframe)[^>]+(src|href)=")
                .doesNotContain("sourceMappingURL", "%STYLE%", "%CHART%", "%SCRIPT%");
    }

    @Test
    void textFromOutsideIsNeverMarkup() throws IOException {
        var page = HtmlReport.of(JsonReportTest.OUTCOME);
        assertThat(page).doesNotContain("<img");
        var data = page.substring(page.indexOf("id=\"data\">") + "id=\"data\">".length());
        var json = new ObjectMapper().readTree(data.substring(0, data.indexOf("</script>")));
        assertThat(json.at("/parameters/url").asText()).isEqualTo(MadeUpRun.EVIL);
    }

    @Test
    void aBrowserDrawsEveryPlotAndTable() throws IOException {
        var browser = browse(JsonReportTest.OUTCOME, "--dump-dom");
        assertThat(browser.output()).doesNotContain(":CONSOLE");
        var dom = browser.output();
        var drawn = new ArrayList<String>();
        CANVAS.matcher(dom).results().forEach(canvas -> {
            assertThat(canvas.group()).containsPattern(WITH_SIZE);
            drawn.add(canvas.group(1));
        });
        assertThat(drawn)
                .containsExactly(
                        "Latency, ms",
                        "Delivered, Mbit/s",
                        "Frames a second, audio and video",
                        "Clients",
                        "Joins and failures a second",
                        "First frame, ms",
                        "Segments of HLS, ms",
                        "CPU, cores",
                        "Server memory, MB",
                        "Server: frames dropped a second",
                        "Server: latest event loop, ms");
        assertThat(dom)
                .contains("Headwater load play", "1 of 2 bounds missed", "18.5 ms", "99.990 %", "60.00 s/GB")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img");
    }

    @Test
    void aRunWithoutAnythingHasAPageToo() throws IOException {
        var browser = browse(Outcome.of("load play", MadeUpRun.empty(), List.of()), "--dump-dom");
        assertThat(browser.output()).doesNotContain(":CONSOLE").contains("The machine of the load test");
    }

    @Test
    void thePlotsHaveLines() throws IOException {
        var picture = folder.resolve("page.png");
        browse(JsonReportTest.OUTCOME, "--screenshot=" + picture, "--window-size=1280,1200", "--hide-scrollbars");
        var image = ImageIO.read(picture.toFile());
        assertThat(pixels(image, BLUE)).isGreaterThan(300);
        assertThat(pixels(image, ORANGE)).isGreaterThan(300);
    }

    private static long pixels(BufferedImage image, int colour) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        return count;
    }

    private RunningProgram browse(Outcome outcome, String... what) throws IOException {
        var file = Files.writeString(folder.resolve("report.html"), HtmlReport.of(outcome));
        var command = new ArrayList<>(List.of(
                SystemClients.chromium().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--enable-logging=stderr",
                "--log-level=0",
                "--virtual-time-budget=2000",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(what));
        command.add(file.toUri().toString());
        try (var browser = RunningProgram.start(command)) {
            return browser.awaitSuccess(Duration.ofSeconds(60));
        }
    }
}
