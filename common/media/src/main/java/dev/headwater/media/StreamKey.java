package dev.headwater.media;

/**
 * The one canonical name of a stream in the whole cluster: {@code app/name}. Made once, where a client's name enters.
 *
 * <p>Each part has 1 to 256 bytes in segments of {@code [A-Za-z0-9._~-]} and letters or digits of other scripts,
 * separated by single slashes; no segment starts with a dot.
 */
public record StreamKey(String app, String name) {
    @Override
    public String toString() {
        return app + "/" + name;
    }
}
