package dev.headwater.server.net;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query of a URL or of a stream's name, as it was written: nothing is decoded, since encoders do not encode the tokens that they
 * put there. It may be secret, and so has no {@link #toString} of its own. Thread-safe.
 */
public final class QueryText {
    private final List<Part> parts;

    private QueryText(List<Part> parts) {
        this.parts = parts;
    }

    /** @param raw without the {@code ?}; empty if there is none */
    public static QueryText of(String raw) {
        return new QueryText(Stream.of(raw.split("&", -1))
                .filter(part -> !part.isEmpty())
                .map(Part::new)
                .toList());
    }

    /**
     * What stands between two {@code &}.
     *
     * @param text not empty
     */
    public record Part(String text) {
        /** What is before the first {@code =}; all of it if there is none. */
        public String name() {
            int equals = text.indexOf('=');
            return equals < 0 ? text : text.substring(0, equals);
        }

        /** What is behind the first {@code =}, which may be nothing; empty if there is none. */
        public Optional<String> value() {
            int equals = text.indexOf('=');
            return equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
        }
    }

    /** The values of a name, in the order in which they stand there. */
    public Stream<String> values(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(Part::value)
                .flatMap(Optional::stream);
    }

    /** The first of them. */
    public Optional<String> value(String name) {
        return values(name).findFirst();
    }

    /** Those parts alone. */
    public QueryText only(Predicate<Part> wanted) {
        return new QueryText(parts.stream().filter(wanted).toList());
    }

    /** As it was written, but for parts that were empty. */
    public String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining("&"));
    }
}
