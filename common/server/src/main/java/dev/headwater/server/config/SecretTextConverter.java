package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a secret that nodes share. */
public final class SecretTextConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("[!-+\\--~]{16,512}");

    @Override
    public String convert(String text) {
        if (!FORM.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException(
                    "expected 16 to 512 letters, digits and signs without blanks and commas, as `openssl rand -hex 32` makes");
        }
        return text.strip();
    }
}
