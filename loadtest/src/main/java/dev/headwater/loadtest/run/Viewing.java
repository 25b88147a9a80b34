package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.StreamAddress;

/** One who plays and is measured. Confined to its event loop. */
sealed interface Viewing permits MeasuredPlayer, MeasuredHlsPlayer {
    /** What becomes of it, for the shift that it belongs to. */
    interface Owner {
        /** The first picture can be shown. */
        void firstPicture(Viewing viewing);

        /** The server does not want it, or not any more. */
        void gone(Viewing viewing);
    }

    /**
     * By the protocol of the stream.
     *
     * @param owedFrames whether it takes part in the delivery ratio: one that leaves at once has no part in it
     */
    static Viewing open(Crew crew, StreamAddress stream, boolean owedFrames, Owner owner) {
        return stream.protocol().isHls()
                ? MeasuredHlsPlayer.open(crew, stream, owner)
                : MeasuredPlayer.open(crew, stream, owedFrames, owner);
    }

    /** Leaves of its own accord. */
    void leave();

    /** The run is over: what it was owed stays owed. */
    void stop();
}
