package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a size in bytes, at most 2 GiB - 1: {@code 65536}, {@code 64KiB}, {@code 8MiB}. */
public final class ByteSizeConverter implements Converter<Integer> {
    private static final long serialVersionUID = 1L;
    private static final DiskSizeConverter SIZE = new DiskSizeConverter();

    @Override
    public Integer convert(String text) {
        long bytes = SIZE.convert(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected less than 2GiB");
        }
        return (int) bytes;
    }
}
