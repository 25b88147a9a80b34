package dev.headwater.testkit.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a member's process says to its parent, the {@link ChildJvm}. Thread-safe. */
public final class ChildSide {
    static final String READY = "ready";
    static final String NEWS = "!";
    static final String OK = "ok";
    static final String VIEW = "view";
    static final String SAFE = "safe";

    private ChildSide() {}

    /** What this process does when it is told so. */
    @FunctionalInterface
    public interface Commands {
        /** @return the fields of the answer; failed, its message is the answer */
        CompletionStage<List<String>> obey(List<String> command);
    }

    /** Does what it is told until the parent is gone. */
    public static void serve(MemberSight sight, Commands commands) throws IOException {
        say(READY);
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.split("\t", -1);
            switch (fields[1]) {
                case VIEW -> {
                    LabMember.Sight now = sight.now();
                    say(fields[0], OK, Integer.toString(now.members()), Boolean.toString(now.merging()));
                }
                case SAFE -> Thread.ofVirtual().start(() -> say(fields[0], OK, Boolean.toString(sight.isSafe())));
                default -> {
                    var _ = commands.obey(Arrays.asList(fields).subList(1, fields.length))
                            .whenComplete((answer, failure) -> {
                                if (failure == null) {
                                    say(fields[0], OK, String.join("\t", answer));
                                } else {
                                    say(fields[0], "failed", failure.toString());
                                }
                            });
                }
            }
        }
    }

    /** Tells the parent something that it did not ask for. */
    public static void tell(List<String> fields) {
        say(NEWS, String.join("\t", fields));
    }

    /** A line of the log on the same output has no such beginning. */
    private static void say(String... fields) {
        System.out.println("@" + String.join("\t", fields));
    }
}
