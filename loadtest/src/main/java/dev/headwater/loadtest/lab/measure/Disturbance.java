package dev.headwater.loadtest.lab.measure;

/** What a viewer would notice, or a decoder. */
public enum Disturbance {
    /** Frames that the publication sent and that were left out; counted in frames. */
    LOST("lost frames"),
    /** A frame that had come before. */
    REPEATED("repeated frames"),
    /** A frame that came after one that was sent later. */
    REORDERED("reordered frames"),
    /** A timestamp below the one before it. */
    TIMESTAMP_BACK("timestamps back"),
    /** Frames again of a publication that another one had replaced: counted once for each time that it came back. */
    RETURNED("returns of an old publication"),
    /** Sequence headers whose bytes the player had. */
    HEADERS_REPEATED("headers repeated"),
    /** Sound or pictures before the sequence header that they cannot be decoded without; once per connection and kind. */
    NO_HEADER("beginnings without a header"),
    /** A first picture that is no key frame; once per connection. */
    NO_KEY_FRAME("beginnings without a key frame"),
    /** The server closed the player. */
    DISCONNECTED("player disconnects");

    private final String text;

    Disturbance(String text) {
        this.text = text;
    }

    /** Name for people. */
    public String text() {
        return text;
    }
}
