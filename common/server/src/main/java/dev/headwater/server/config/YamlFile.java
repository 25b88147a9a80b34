package dev.headwater.server.config;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML file as keys and values. Lists come out separated by commas. */
final class YamlFile {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+].*");

    private YamlFile() {}

    static Map<String, String> read(Path file) {
        String text = text(file);
        var keys = new LinkedHashMap<String, String>();
        try {
            // The source gives a list twice, as a whole and by element; and quotes a key that was written with dots.
            new YamlConfigSource(file.toString(), text).getProperties().forEach((name, value) -> {
                String plain = name.replace("\"", "");
                keys.putIfAbsent(INDEX.matcher(plain).replaceFirst(""), value);
            });
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new ConfigException("%s: line %d, column %d: not YAML: %s"
                    .formatted(file, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()));
        } catch (YAMLException | ClassCastException e) {
            throw new ConfigException(file + ": not a YAML file of keys and values");
        }
        if (keys.isEmpty() && text.lines().anyMatch(YamlFile::says)) {
            throw new ConfigException(file + ": not a YAML file of keys and values");
        }
        return keys;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": no such configuration file");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /** False for blanks, comments, document marks and keys without a value. */
    private static boolean says(String line) {
        String content = line.strip();
        return !(content.isEmpty() || content.startsWith("#") || content.startsWith("---") || content.endsWith(":"));
    }
}
