package dev.headwater.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of docs/ whose part below a marker line is made from the code. With {@code -Dheadwater.docs.write=true} the test
 * that compares the two writes the page instead.
 */
public final class GeneratedPage {
    private static final String MARKER = "<!-- Generated from the code below this line";

    private GeneratedPage() {}

    /** Compares the generated part of {@code page}, a file name in docs/, with {@code expected}. */
    public static void assertUpToDate(String page, String expected) throws IOException {
        Path file = repositoryRoot().resolve("docs").resolve(page);
        String text = Files.readString(file);
        assertThat(text).as("marker line of %s", file).contains(MARKER);
        int start = text.indexOf('\n', text.indexOf(MARKER)) + 1;
        if (Boolean.getBoolean("headwater.docs.write")) {
            Files.writeString(file, text.substring(0, start) + "\n" + expected);
            return;
        }
        assertThat(text.substring(start).strip())
                .as("%s is not up to date; the page says above its marker line how to write it again", file)
                .isEqualTo(expected.strip());
    }

    private static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
