package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link StreamPattern}. */
public final class StreamPatternConverter implements Converter<StreamPattern> {
    private static final long serialVersionUID = 1L;

    @Override
    public StreamPattern convert(String text) {
        return StreamPattern.parse(text.strip());
    }
}
