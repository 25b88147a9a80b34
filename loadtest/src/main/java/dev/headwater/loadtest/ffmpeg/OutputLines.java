package dev.headwater.loadtest.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** The lines of a process's output, cut to a length that no output can make larger. */
final class OutputLines {
    static final int MAX_BYTES = 500;

    private OutputLines() {}

    /** Hands over each line until the output ends, or the process with it; empty lines are left out. Blocks. */
    static void forEach(InputStream output, Consumer<String> lines) {
        var line = new byte[MAX_BYTES];
        int length = 0;
        try (var in = new BufferedInputStream(output)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n' || next == '\r') {
                    hand(line, length, lines);
                    length = 0;
                } else if (length < MAX_BYTES) {
                    line[length++] = (byte) next;
                }
            }
        } catch (IOException closedWithTheProcess) {
            // what came until then is what there is
        }
        hand(line, length, lines);
    }

    private static void hand(byte[] line, int length, Consumer<String> lines) {
        if (length > 0) {
            lines.accept(new String(line, 0, length, UTF_8));
        }
    }
}
