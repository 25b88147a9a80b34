package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link PushRelay} of a list. */
public final class PushRelayConverter implements Converter<PushRelay> {
    private static final long serialVersionUID = 1L;

    @Override
    public PushRelay convert(String text) {
        return PushRelay.parse(RelayWords.withCommas(text));
    }
}
