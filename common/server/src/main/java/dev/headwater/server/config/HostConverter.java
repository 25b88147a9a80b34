package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a host name or an address, without scheme and port; IPv6 without brackets. */
public final class HostConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9._-]{1,253}|(?=.*:.*:)[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]+)?");

    @Override
    public String convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a host name or an address, without scheme and port");
        }
        return text;
    }
}
