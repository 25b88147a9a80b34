package dev.headwater.loadtest.run;

import dev.headwater.loadtest.measure.FfmpegFigures;
import java.util.List;

/** Clients of another kind, which the run tells when to come and to leave. Called on the thread of the run. */
public interface Companions {
    /** Nobody. */
    Companions NONE = new Companions() {
        @Override
        public void come() {
            // there is nobody
        }

        @Override
        public List<FfmpegFigures> leave() {
            return List.of();
        }
    };

    /** Our first publishers are there, and our players come next. Blocks until the publishers of these clients are there, too. */
    void come();

    /** It is over; our publishers are still there. Blocks until all have left, and tells what they did. */
    List<FfmpegFigures> leave();
}
