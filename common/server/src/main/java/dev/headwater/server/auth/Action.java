package dev.headwater.server.auth;

/** What a client wants to do with a stream. */
public enum Action {
    PUBLISH("publish"),
    PLAY("play");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /** As configurations, signatures and tokens say it. */
    public String word() {
        return word;
    }
}
