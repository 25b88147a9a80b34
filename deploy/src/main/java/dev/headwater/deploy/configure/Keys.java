package dev.headwater.deploy.configure;

/** Where keys go: to all apps or to one. */
@FunctionalInterface
interface Keys {
    /** @param value a text or a list of texts */
    void set(String group, String key, Object value);
}
