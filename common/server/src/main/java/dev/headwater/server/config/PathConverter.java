package dev.headwater.server.config;

import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the path of a file, which need not be there yet. */
public final class PathConverter implements Converter<Path> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Path convert(String text) {
        return text.isBlank() ? null : Path.of(text.strip()); // a key without a value is one that is not set
    }
}
