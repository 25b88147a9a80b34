package dev.headwater.deploy.install;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The instructions of deploy/Dockerfile, in their order.
 *
 * @param instructions continued lines are one, comments are gone
 */
public record Dockerfile(List<Instruction> instructions) {
    /** The folder that {@code docker build} is given. */
    static final Path CONTEXT = Path.of("..");

    /** Such as {@code EXPOSE} and {@code 1935 1936}. */
    public record Instruction(String name, String rest) {}

    public static Dockerfile read() {
        try {
            var text = Files.readString(Path.of("Dockerfile"))
                    .replaceAll("(?m)^#.*\n", "")
                    .replaceAll("\\\\\n\\s*", "");
            return new Dockerfile(text.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(" ", 2))
                    .map(words -> new Instruction(words[0], words[1]))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands behind each instruction of that name. */
    public List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name.equals(name))
                .map(Instruction::rest)
                .toList();
    }

    /** The same of the last stage alone, which is the image. */
    public List<String> ofImage(String name) {
        int from = instructions.stream().map(Instruction::name).toList().lastIndexOf("FROM");
        return new Dockerfile(instructions.subList(from, instructions.size())).all(name);
    }

    /** Of an instruction that is there once. */
    public String one(String name) {
        var all = all(name);
        if (all.size() != 1) {
            throw new AssertionError(name + " is there " + all.size() + " times");
        }
        return all.getFirst();
    }

    /** The words of the process, which no shell has split. */
    public List<String> entrypoint() {
        return new JsonArray(one("ENTRYPOINT")).stream().map(String::valueOf).toList();
    }
}
