package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link TokenEntry}. */
public final class TokenEntryConverter implements Converter<TokenEntry> {
    private static final long serialVersionUID = 1L;

    @Override
    public TokenEntry convert(String text) {
        return TokenEntry.parse(text);
    }
}
