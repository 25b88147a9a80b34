package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a whole number. */
public final class WholeNumberConverter implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number", e);
        }
    }
}
