package dev.headwater.server.config;

/** The configuration cannot be used. The message is one line for the operator: key, value, source and limit. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
