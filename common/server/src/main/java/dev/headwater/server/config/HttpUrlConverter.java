package dev.headwater.server.config;

import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the URL of something to fetch. */
public final class HttpUrlConverter implements Converter<URI> {
    private static final long serialVersionUID = 1L;
    private static final String EXPECTED = "expected a URL as https://host/path";

    @Override
    public @Nullable URI convert(String text) {
        if (text.isBlank()) {
            return null; // a key without a value is one that is not set
        }
        var url = parse(text.strip());
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return url;
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }
}
