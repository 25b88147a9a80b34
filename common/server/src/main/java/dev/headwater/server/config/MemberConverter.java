package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads one cluster member, {@code host:port}; IPv6 in brackets. */
public final class MemberConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");

    @Override
    public String convert(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches() || !isPort(Integer.parseInt(form.group(2)))) {
            throw new IllegalArgumentException("expected members as host:port, separated by commas");
        }
        return text.strip();
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= 0xFFFF;
    }
}
