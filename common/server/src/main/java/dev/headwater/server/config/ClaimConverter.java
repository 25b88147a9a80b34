package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the value of a claim, as it is. */
public final class ClaimConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable String convert(String text) {
        return text.isBlank() ? null : text; // a key without a value is one that is not set
    }
}
