package dev.headwater.server.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a {@link PullRelay} of a list. */
public final class PullRelayConverter implements Converter<PullRelay> {
    private static final long serialVersionUID = 1L;

    @Override
    public PullRelay convert(String text) {
        return PullRelay.parse(RelayWords.withCommas(text));
    }
}
