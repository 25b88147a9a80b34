package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a port that may be left out. */
public final class PortConverter implements Converter<Integer> {
    private static final long serialVersionUID = 1L;
    private static final int LAST = 65_535;

    @Override
    public Integer convert(String text) {
        int port = new WholeNumberConverter().convert(text);
        if (port < 0 || port > LAST) {
            throw new IllegalArgumentException("expected a port, 0 to " + LAST);
        }
        return port;
    }
}
