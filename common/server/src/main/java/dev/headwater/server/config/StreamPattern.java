package dev.headwater.server.config;

import dev.headwater.media.StreamKey;

/**
 * One stream or several: {@code app/name}, {@code app/begin*} or {@code app/*}.
 *
 * @param name without the star
 * @param open whether names may go on after {@code name}
 */
public record StreamPattern(String app, String name, boolean open) {
    /** @throws IllegalArgumentException if it is none; the message does not quote it */
    public static StreamPattern parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("expected streams as app/name, app/begin* or app/*");
        }
        String app = text.substring(0, slash);
        boolean open = text.endsWith("*");
        String name = text.substring(slash + 1, text.length() - (open ? 1 : 0));
        var checked = new StreamKey(app, open ? name + "x" : name);
        return new StreamPattern(checked.app(), name, open);
    }

    public boolean matches(StreamKey key) {
        return app.equals(key.app())
                && (open ? key.name().startsWith(name) : key.name().equals(name));
    }

    @Override
    public String toString() {
        return app + "/" + name + (open ? "*" : "");
    }
}
