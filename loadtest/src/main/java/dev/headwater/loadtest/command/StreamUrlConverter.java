package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.StreamUrl;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code rtmp://host:1935/app/name}. */
public final class StreamUrlConverter implements ITypeConverter<StreamUrl> {
    @Override
    public StreamUrl convert(String text) {
        try {
            return StreamUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
