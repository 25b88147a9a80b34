package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.source.Format;
import dev.headwater.loadtest.source.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes encoders and ends them all. Confined to the lab's thread. */
public final class Broadcasts implements AutoCloseable {
    private final Clients clients;
    private final Duration retry;
    private final boolean moveWhenAsked;
    private final List<Encoder> encoders = new ArrayList<>();

    /**
     * @param retry how long an encoder waits before it tries again
     * @param moveWhenAsked whether encoders know Enhanced RTMP's reconnect request
     */
    public Broadcasts(Clients clients, Duration retry, boolean moveWhenAsked) {
        this.clients = clients;
        this.retry = retry;
        this.moveWhenAsked = moveWhenAsked;
    }

    /** @param ingests in turn, from the first on */
    public Encoder start(String stream, Endpoints ingests) {
        return start(stream, ingests, Format.AVC_720P_AAC, Encoder.SHAPE);
    }

    /** The same, coded as {@code format} and {@code shape} say. */
    public Encoder start(String stream, Endpoints ingests, Format format, Shape shape) {
        var encoder = new Encoder(clients, stream, ingests, retry, format, shape, moveWhenAsked).start();
        encoders.add(encoder);
        return encoder;
    }

    @Override
    public void close() {
        encoders.forEach(Encoder::stop);
    }
}
