package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.TransportKind;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code auto}, {@code epoll}, {@code io_uring} or {@code nio}. */
final class TransportConverter implements ITypeConverter<TransportKind> {
    @Override
    public TransportKind convert(String text) {
        return Arrays.stream(TransportKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findAny()
                .orElseThrow(
                        () -> new TypeConversionException("'%s' is not auto, epoll, io_uring or nio".formatted(text)));
    }
}
