package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link UserEntry}. */
public final class UserEntryConverter implements Converter<UserEntry> {
    private static final long serialVersionUID = 1L;

    @Override
    public UserEntry convert(String text) {
        return UserEntry.parse(text);
    }
}
