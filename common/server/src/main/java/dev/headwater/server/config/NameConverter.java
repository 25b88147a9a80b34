package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a name that is safe in logs, metrics and map keys. */
public final class NameConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    @Override
    public String convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected 1 to 128 letters, digits, dots, dashes or underscores");
        }
        return text;
    }
}
