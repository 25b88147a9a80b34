package dev.headwater.server.config;

import java.util.EnumSet;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@link AuthModes} that players may have. */
public final class PlayModesConverter implements Converter<AuthModes> {
    private static final long serialVersionUID = 1L;

    @Override
    public AuthModes convert(String text) {
        return AuthModes.parse(text, EnumSet.complementOf(EnumSet.of(AuthMode.KEYS, AuthMode.ADOBE)));
    }
}
