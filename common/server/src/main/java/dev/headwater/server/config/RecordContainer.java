package dev.headwater.server.config;

/** What recordings are. */
public enum RecordContainer {
    OFF,
    FLV
}
