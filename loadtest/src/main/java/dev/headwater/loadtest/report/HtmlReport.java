package dev.headwater.loadtest.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A run as one web page that needs nothing beside it: style, script, plot library and data are all in the file. */
public final class HtmlReport {
    private static final String CHART_POM = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private HtmlReport() {}

    /** The text of the file. */
    public static String of(Outcome outcome) {
        // The data last, so that no text from outside is taken for a place to fill.
        return resource("report.html")
                .replace("%STYLE%", resource("report.css"))
                .replace("%CHART%", chart())
                .replace("%SCRIPT%", resource("report.js"))
                .replace("%DATA%", data(outcome));
    }

    /** JSON that no HTML parser takes for markup, whatever texts are in it. */
    private static String data(Outcome outcome) {
        return JsonReport.of(outcome)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** Chart.js from its WebJar, with its licence at the head. */
    private static String chart() {
        String folder = "/META-INF/resources/webjars/chart.js/" + chartVersion() + "/";
        String license = resource(folder + "LICENSE.md").strip();
        // A map of the source would be looked for beside this file.
        String script = resource(folder + "dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        return "/*!\n%s\n*/\n%s".formatted(license, script);
    }

    private static String chartVersion() {
        var properties = new Properties();
        try (var in = HtmlReport.class.getResourceAsStream(CHART_POM)) {
            if (in == null) {
                throw new IllegalStateException("the Chart.js WebJar is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String resource(String name) {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
