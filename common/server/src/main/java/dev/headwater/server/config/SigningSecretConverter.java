package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link SigningSecret}. */
public final class SigningSecretConverter implements Converter<SigningSecret> {
    private static final long serialVersionUID = 1L;

    @Override
    public SigningSecret convert(String text) {
        return new SigningSecret(text.strip());
    }
}
