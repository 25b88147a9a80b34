package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link KeyEntry}. */
public final class KeyEntryConverter implements Converter<KeyEntry> {
    private static final long serialVersionUID = 1L;

    @Override
    public KeyEntry convert(String text) {
        return KeyEntry.parse(text);
    }
}
