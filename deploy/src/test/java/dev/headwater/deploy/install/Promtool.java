package dev.headwater.deploy.install;

import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.time.Duration;
import java.util.stream.Stream;

/** Prometheus' own word on rules and queries. */
final class Promtool {
    private Promtool() {}

    /** Fails with what promtool says unless that is yes; the test is not run where there is none. */
    static void run(String... arguments) {
        var command = Stream.concat(Stream.of(SystemClients.promtool().toString()), Stream.of(arguments))
                .toList();
        try (var program = RunningProgram.start(command)) {
            program.awaitSuccess(Duration.ofSeconds(30));
        }
    }
}
