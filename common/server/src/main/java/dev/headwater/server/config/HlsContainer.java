package dev.headwater.server.config;

/** What segments of HLS are, if there are any. */
public enum HlsContainer {
    FMP4,
    TS,
    OFF
}
