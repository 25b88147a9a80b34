package dev.headwater.server.config;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a size in bytes of what disks hold: {@code 65536}, {@code 64KiB}, {@code 8MiB}, {@code 100GiB}, {@code 2TiB}. */
public final class DiskSizeConverter implements Converter<Long> {
    private static final long serialVersionUID = 1L;
    private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?(B|KiB|MiB|GiB|TiB)?");

    @Override
    public Long convert(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a size in bytes such as 65536, 64KiB or 8MiB");
        }
        int shift = switch (form.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            case null, default -> 0;
        };
        long amount = Long.parseLong(form.group(1));
        if (amount > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("expected less than 8388608TiB");
        }
        return amount << shift;
    }
}
