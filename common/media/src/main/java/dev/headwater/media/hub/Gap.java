package dev.headwater.media.hub;

/** Frames that a loop does not get, up to a batch with which its players can go on. Confined to its owner's loop. */
final class Gap {
    private int frames;

    boolean isOpen() {
        return frames > 0;
    }

    /** These frames, too, are missed, and what is missing before them. */
    void add(Batch batch) {
        frames += batch.missed() + batch.ownFrames();
    }

    /** What players get of a batch that {@linkplain Batch#canResume can be gone on with}: all of it if nothing was missed. */
    Batch close(Batch batch) {
        var next = isOpen() ? batch.after(frames) : batch;
        frames = 0;
        return next;
    }
}
