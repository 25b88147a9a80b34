package dev.headwater.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a line of the access log: text in which {@code $name} stands for a field.
 *
 * @param pieces text and fields in turn
 */
public record AccessFormat(List<Piece> pieces) {
    private static final Pattern FIELD = Pattern.compile("\\$(\\w*)");

    /** A part of the line. */
    public sealed interface Piece {
        record Text(String text) implements Piece {}

        record Value(AccessField field) implements Piece {}
    }

    public AccessFormat {
        pieces = List.copyOf(pieces);
    }

    /** @throws IllegalArgumentException with the field that there is not */
    public static AccessFormat parse(String format) {
        var pieces = new ArrayList<Piece>();
        var found = FIELD.matcher(format);
        int from = 0;
        while (found.find()) {
            pieces.add(new Piece.Text(format.substring(from, found.start())));
            pieces.add(new Piece.Value(field(found.group(1))));
            from = found.end();
        }
        pieces.add(new Piece.Text(format.substring(from)));
        return new AccessFormat(pieces);
    }

    private static AccessField field(String key) {
        return AccessField.of(key)
                .orElseThrow(() -> new IllegalArgumentException("no field $%s, expected one of %s"
                        .formatted(
                                key,
                                Arrays.stream(AccessField.values())
                                        .map(field -> "$" + field.key())
                                        .collect(Collectors.joining(" ")))));
    }

    /** @param values what to write for each field */
    public String line(Function<AccessField, String> values) {
        var line = new StringBuilder();
        for (Piece piece : pieces) {
            line.append(
                    switch (piece) {
                        case Piece.Text(String text) -> text;
                        case Piece.Value(AccessField field) -> values.apply(field);
                    });
        }
        return line.toString();
    }
}
