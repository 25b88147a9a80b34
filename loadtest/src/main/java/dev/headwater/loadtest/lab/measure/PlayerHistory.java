package dev.headwater.loadtest.lab.measure;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What came to one player, for questions about any part of a round. Immutable. */
public final class PlayerHistory {
    /** Something that a viewer would notice. */
    record Event(Disturbance what, long atNanos, long times) {}

    /** A sequence header, or metadata. */
    record Header(long atNanos, MediaFrame frame) {
        private boolean is(byte[] payload) {
            return Arrays.equals(frame.payload(), payload);
        }
    }

    private final long openedNanos;
    private final boolean hasSound;
    private final Frames pictures;
    private final Frames sound;
    private final Frames others;
    private final List<Header> headers;
    private final List<Event> events;

    /**
     * @param hasSound whether the stream has, so that the player misses it if it does not come
     * @param pictures new ones that could be shown
     * @param sound new
     * @param others neither: again, late, or not to be decoded
     */
    PlayerHistory(
            long openedNanos,
            boolean hasSound,
            Frames pictures,
            Frames sound,
            Frames others,
            List<Header> headers,
            List<Event> events) {
        this.openedNanos = openedNanos;
        this.hasSound = hasSound;
        this.pictures = pictures;
        this.sound = sound;
        this.others = others;
        this.headers = List.copyOf(headers);
        this.events = List.copyOf(events);
    }

    /** When it came, of {@link System#nanoTime}. */
    long openedNanos() {
        return openedNanos;
    }

    /**
     * The longest time in the window without a new picture that can be shown, or without new sound: from the last
     * before the window, or the player's start, to the end of the window if none came any more.
     */
    public Gap gap(Window window) {
        return pictureGap(window).or(soundGap(window));
    }

    /** The same of the pictures alone. */
    Gap pictureGap(Window window) {
        return pictures.gap(window, openedNanos);
    }

    /** The same of the sound alone; none if the stream has none. */
    Gap soundGap(Window window) {
        return hasSound ? sound.gap(window, openedNanos) : new Gap(window.fromNanos(), 0);
    }

    /** All the gaps in the window that are longer than {@code longerThanNanos}, together, in nanoseconds: of the pictures or of the sound, whichever is more. */
    public long outageNanos(Window window, long longerThanNanos) {
        return Math.max(
                pictures.outageNanos(window, openedNanos, longerThanNanos),
                hasSound ? sound.outageNanos(window, openedNanos, longerThanNanos) : 0);
    }

    /** The longest time from the sending of a picture to its arrival in the window, in milliseconds; 0 if there was none. */
    public int latencyMs(Window window) {
        return pictures.latencyMs(window);
    }

    /** Passes on each picture that could be shown. */
    void forEachPicture(Frames.Taker taker) {
        pictures.forEach(taker);
    }

    /** Passes on all new sound. */
    void forEachSound(Frames.Taker taker) {
        sound.forEach(taker);
    }

    public long count(Disturbance what, Window window) {
        return events.stream()
                .filter(event -> event.what() == what && window.contains(event.atNanos()))
                .mapToLong(Event::times)
                .sum();
    }

    /** Whether all pictures of that publication came under this sequence header. False if there was none. */
    public boolean isUnder(byte[] videoHeader, long publication) {
        var under = new ArrayList<Boolean>();
        pictures.forEach((atNanos, of, sequence, timestampMs) -> {
            if (of == publication) {
                under.add(isUnderAt(videoHeader, atNanos));
            }
        });
        return !under.isEmpty() && !under.contains(false);
    }

    private boolean isUnderAt(byte[] videoHeader, long nanos) {
        return headers.stream()
                .filter(header -> header.frame().kind() == FrameKind.VIDEO && header.atNanos() - nanos <= 0)
                .reduce((earlier, later) -> later)
                .filter(header -> header.is(videoHeader))
                .isPresent();
    }

    /** How often that sequence header, or metadata, came within the window. */
    public long headers(byte[] payload, Window window) {
        return headers.stream()
                .filter(header -> window.contains(header.atNanos()) && header.is(payload))
                .count();
    }

    /** New pictures of one publication. */
    public long pictures(long publication, Window window) {
        return pictures.count(publication, window);
    }

    /** All that came of one publication within the window, pictures and sound, whether it was any use or not. */
    public long frames(long publication, Window window) {
        return pictures.count(publication, window)
                + sound.count(publication, window)
                + others.count(publication, window);
    }

    /** Of which publication the last picture was. */
    public OptionalInt publication() {
        return pictures.publication();
    }

    /** Whether the last picture was of that publication, and the last sound. */
    boolean isAt(long publication) {
        return pictures.publication().orElse(-1) == publication
                && (!hasSound || sound.publication().orElse(-1) == publication);
    }

    /** Whether new pictures came within the window, and new sound, of the publication that the player has now. */
    public boolean flows(Window window) {
        var now = pictures.publication();
        return now.isPresent()
                && pictures.count(now.getAsInt(), window) > 0
                && (!hasSound || sound.count(now.getAsInt(), window) > 0);
    }

    /** From the start of the connect to the first picture, in nanoseconds. */
    public OptionalLong firstPictureNanos() {
        var first = pictures.firstNanos();
        return first.isEmpty() ? first : OptionalLong.of(first.getAsLong() - openedNanos);
    }

    /** Whether it has had a picture, and sound. */
    boolean isServed() {
        return pictures.firstNanos().isPresent()
                && (!hasSound || sound.firstNanos().isPresent());
    }
}
