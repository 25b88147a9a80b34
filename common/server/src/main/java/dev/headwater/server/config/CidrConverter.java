package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a block of addresses, {@code 10.0.0.0/8}, or one address. */
public final class CidrConverter implements Converter<Cidr> {
    private static final long serialVersionUID = 1L;

    @Override
    public Cidr convert(String text) {
        return Cidr.parse(text.strip());
    }
}
