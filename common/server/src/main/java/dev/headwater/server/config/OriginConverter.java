package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** The origin of web pages as browsers write it (RFC 6454, 6.2), or {@code *} for all. */
public final class OriginConverter implements Converter<String> {
    private static final long serialVersionUID = 1;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "\\*|https?://(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*|\\[[0-9A-Fa-f:.]+])(?::(?<port>[1-9]\\d{0,4}))?");

    @Override
    public String convert(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || (form.group("port") != null && Integer.parseInt(form.group("port")) > HIGHEST_PORT)) {
            throw new IllegalArgumentException(
                    "'%s' is neither * nor an origin like https://www.example.com".formatted(text));
        }
        return text;
    }
}
