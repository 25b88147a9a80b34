package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a share of the whole. */
public final class RatioConverter implements Converter<Double> {
    private static final long serialVersionUID = 1L;
    private static final String EXPECTED = "expected a number from 0 to 1, such as 0.05";

    @Override
    public Double convert(String text) {
        double ratio = parse(text.strip());
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return ratio;
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }
}
