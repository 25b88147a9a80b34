package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command of a client: a closed family (RTMP 1.0, 7.2; rtmp.md 7). Names are raw, with their query, as received.
 * {@code transactionId} is echoed in the answer, fractions and all; 0 means that none is wanted.
 */
public sealed interface Command {
    double transactionId();

    /**
     * @param app as received, with its query; empty when the client sent none
     * @param tcUrl as received without the quotes that some clients put around it; empty when the client sent none
     * @param properties the command object as received; {@code app} and {@code tcUrl} are among them
     * @param arguments what follows the command object, such as credentials
     */
    record Connect(
            double transactionId, String app, String tcUrl, Map<String, AmfValue> properties, List<AmfValue> arguments)
            implements Command {
        public Connect {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            arguments = List.copyOf(arguments);
        }

        public Connect(double transactionId, String app, String tcUrl, Map<String, AmfValue> properties) {
            this(transactionId, app, tcUrl, properties, List.of());
        }

        /** Program name and version of the client; empty when it sent none. */
        public String flashVer() {
            return Properties.text(properties, "flashVer");
        }

        public String pageUrl() {
            return Properties.text(properties, "pageUrl");
        }

        public String swfUrl() {
            return Properties.text(properties, "swfUrl");
        }

        /** 0 for AMF0, 3 for AMF3. */
        public int objectEncoding() {
            return Properties.number(properties, "objectEncoding", 0) == 3 ? 3 : 0;
        }

        /** What the client says about Enhanced RTMP. */
        public EnhancedCapabilities capabilities() {
            return EnhancedCapabilities.of(properties);
        }
    }

    record CreateStream(double transactionId) implements Command {}

    record Publish(double transactionId, int streamId, String name, PublishType type) implements Command {}

    /**
     * @param start as received: -2 or -2000 live, else recorded; -1 or -1000 live only; 0 and over a position. See
     *     {@link #wants()}
     * @param duration as received: negative to the end, 0 a single frame
     * @param reset true to clear the playlist before
     */
    record Play(double transactionId, int streamId, String name, double start, double duration, boolean reset)
            implements Command {
        /** {@code start} of a client that sent none, in the spec's seconds. */
        public static final double ANY = -2;

        /** What a player accepts. */
        public enum Wants {
            LIVE_OR_RECORDED,
            LIVE_ONLY,
            RECORDED
        }

        /** The meaning of {@code start}, which arrives in seconds (the spec, Flash) or milliseconds (ffmpeg, librtmp). */
        public Wants wants() {
            if (start == -1 || start == -1000) {
                return Wants.LIVE_ONLY;
            }
            return start >= 0 ? Wants.RECORDED : Wants.LIVE_OR_RECORDED; // not a number counts as absent
        }
    }

    /**
     * Changes the stream of a running play (NetStreamPlayOptions).
     *
     * @param transition such as {@code switch} or {@code stop}; empty when the client sent none
     * @param properties the whole options object
     */
    record Play2(
            double transactionId,
            int streamId,
            String name,
            String oldName,
            String transition,
            double start,
            double duration,
            Map<String, AmfValue> properties)
            implements Command {
        public Play2 {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    /** Also sent as {@code pauseRaw}. */
    record Pause(double transactionId, int streamId, boolean paused, double positionMs) implements Command {}

    record Seek(double transactionId, int streamId, double positionMs) implements Command {}

    record ReceiveAudio(double transactionId, int streamId, boolean wanted) implements Command {}

    /** The argument may also be a number of frames per second; 0 means not wanted. */
    record ReceiveVideo(double transactionId, int streamId, boolean wanted) implements Command {}

    /** Ends what runs on the stream and keeps its id. */
    record CloseStream(double transactionId, int streamId) implements Command {}

    /** {@code streamId} is the argument; the id that the message came on when the argument is a name or missing. */
    record DeleteStream(double transactionId, int streamId) implements Command {}

    record ReleaseStream(double transactionId, String name) implements Command {}

    record FCPublish(double transactionId, String name) implements Command {}

    record FCUnpublish(double transactionId, String name) implements Command {}

    record FCSubscribe(double transactionId, String name) implements Command {}

    record FCUnsubscribe(double transactionId, String name) implements Command {}

    /** Also sent as {@code getMovLen}. */
    record GetStreamLength(double transactionId, String name) implements Command {}

    /** {@code _checkbw}, also sent as {@code checkBandwidth}. */
    record CheckBandwidth(double transactionId) implements Command {}

    /** {@code set_playlist} of librtmp. */
    record SetPlaylist(double transactionId) implements Command {}

    /** A {@code _result}, {@code _error} or {@code on...}: only servers have something to say by these. To be ignored. */
    record Answer(double transactionId, String name) implements Command {}

    /** Anything else, such as a call of an application's own. */
    record Unsupported(double transactionId, String name) implements Command {}
}
