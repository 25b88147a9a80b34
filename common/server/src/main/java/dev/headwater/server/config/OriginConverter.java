package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** The origin of web pages as browsers write it (RFC 6454, 6.2), or {@code *} for all. */
public final class OriginConverter implements Converter<String> {
    private static final long serialVersionUID = 1;
    private static final Pattern FORM = Pattern.compile("\\*|https?://[^/?#\\s]+");

    @Override
    public String convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is neither * nor an origin like https://www.example.com".formatted(text));
        }
        return text;
    }
}
