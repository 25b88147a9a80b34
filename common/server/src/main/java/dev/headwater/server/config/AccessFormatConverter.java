package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads an {@link AccessFormat}. */
public final class AccessFormatConverter implements Converter<AccessFormat> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable AccessFormat convert(String text) {
        return text.isBlank() ? null : AccessFormat.parse(text); // a key without a value is one that is not set
    }
}
