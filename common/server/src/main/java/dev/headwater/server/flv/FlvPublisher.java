package dev.headwater.server.flv;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.FlvException;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ConnectedClient;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.http.Answers;
import dev.headwater.server.http.HttpAttempt;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.ClientDrain;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.publish.Publish;
import dev.headwater.server.publish.PublishingClient;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.role.Publication;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publish by a POST whose body is FLV and ends with the stream. Nothing of the body is read before the publisher is let in. Confined to
 * the connection's event loop.
 */
final class FlvPublisher implements PublishingClient, ConnectedClient, ClientDrain.Client {
    private static final Logger LOG = LoggerFactory.getLogger(FlvPublisher.class);

    /** How long somebody may read the answer while what he still sends is thrown away: closed at once he might lose it. */
    private static final long LINGER_MS = 1_000;

    /** Of a stream of HTTP/2 whose answer says it all (RFC 9113, 8.1): the others of its connection go on. */
    private static final long NO_ERROR = 0;

    private final FlvService service;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final EventLoop loop;
    private final BooleanSupplier refusesPublishers;
    private final FlvSettings settings;
    private final FlvReader reader;
    private final ClientHandle handle;
    private final Attempt attempt;
    private final Publish publish;
    private @Nullable ClientDrain draining;
    private long receivedBytes;
    private boolean answered;
    private boolean over;

    /** @param refusesPublishers whether no further one is taken */
    FlvPublisher(
            FlvService service,
            RoutingContext context,
            StreamKey asked,
            EventLoop loop,
            BooleanSupplier refusesPublishers) {
        this.service = service;
        this.context = context;
        this.request = context.request();
        this.loop = loop;
        this.refusesPublishers = refusesPublishers;
        settings = service.settings().get();
        reader = new FlvReader(settings.maxTagBytes(), this::media);
        handle = service.clients().add(this);
        attempt = HttpAttempt.of(Action.PUBLISH, request, asked, handle.id(), handle.trace("http-flv", ""));
        publish = new Publish(service.publishes(settings), attempt, this);
    }

    void start() {
        request.pause();
        context.addEndHandler(done -> left());
        handle.note("accepted", peer());
        AccessLog.line("connect", "http-flv", peer(), handle.id())
                .trace(attempt.client().trace().id())
                .write();
        publish.start(service.access().authorise(attempt));
    }

    // ---- what became of it --------------------------------------------------------------------------------------

    @Override
    public void accepted(Publication publication) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        request.handler(this::received).endHandler(end -> finished()).resume();
    }

    @Override
    public void refused(StatusCode code, String told) {
        answer(status(code), told);
    }

    private static int status(StatusCode code) {
        return switch (code) {
            case PUBLISH_DENIED -> 403;
            case PUBLISH_BAD_NAME -> 409;
            default -> 503;
        };
    }

    @Override
    public void full(String told) {
        answer(503, told);
    }

    // ---- the body -----------------------------------------------------------------------------------------------

    private void received(Buffer bytes) {
        receivedBytes += bytes.length();
        service.metrics().receivedBytes.increment(bytes.length());
        try {
            reader.read(Unpooled.wrappedBuffer(bytes.getBytes()));
            publish.flush();
        } catch (FlvException e) {
            reject(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void media(MediaFrame frame) {
        if (frame.kind() == FrameKind.DATA && frame.payload().length > settings.maxMetadataBytes()) {
            handle.note("left out", "metadata of %d bytes".formatted(frame.payload().length));
            return;
        }
        publish.media(frame.kind(), (int) frame.timestampMs(), frame.payload());
    }

    private void reject(String explanation) {
        service.metrics().rejected("BAD_FLV");
        handle.note("rejected", "BAD_FLV: " + explanation);
        RejectionLog.warn(LOG, "closed http-flv peer={} error=BAD_FLV: {}", peer(), explanation);
        publish.onClientGone(EndReason.PUBLISHER_LOST);
        answer(400, explanation);
    }

    /** All of the body has come: the encoder has stopped. */
    private void finished() {
        publish.onClientGone(EndReason.UNPUBLISHED);
        answered = true;
        context.response().setStatusCode(204).end();
    }

    /** The answer is at its end, or the connection is. */
    private void left() {
        if (!answered) {
            publish.onClientGone(EndReason.PUBLISHER_LOST);
        }
        onPublishOver();
    }

    // ---- drain --------------------------------------------------------------------------------------------------

    /** The node is to stop: the publisher leaves as {@code drain} says, the first one if there are several. Any thread. */
    void drain(PortDrain drain) {
        execute(() -> {
            if (draining == null && !over) {
                draining = new ClientDrain(this, drain);
            }
        });
    }

    /** HTTP cannot. */
    @Override
    public boolean askToMove() {
        return false;
    }

    @Override
    public void sendPublishersAway() {
        publish.sendAway();
    }

    /** The port closes. Completes when the publisher is told. Any thread. */
    Future<?> stop() {
        Promise<Void> told = Promise.promise();
        execute(() -> {
            publish.end(EndReason.SHUTDOWN);
            told.complete();
        });
        return told.future();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public void ended(EndReason reason) {
        answer(
                switch (reason) {
                    case PUBLISHER_SILENT -> 408;
                    case TAKEN_OVER -> 409;
                    case SHUTDOWN -> 503;
                    default -> 403;
                },
                "ended: " + reason);
    }

    /** Before the body is at its end: the rest is thrown away, for a while. */
    private void answer(int status, String told) {
        if (answered) {
            return;
        }
        answered = true;
        boolean isStream = request.version() == HttpVersion.HTTP_2;
        if (!isStream) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        Answers.error(context, status, told);
        request.handler(ignored -> {}).endHandler(ignored -> {}).resume();
        var _ = loop.schedule(
                () -> isStream
                        ? context.response().reset(NO_ERROR)
                        : request.connection().close(),
                LINGER_MS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void onPublishOver() {
        if (!over) {
            over = true;
            if (draining != null) {
                draining.close();
            }
            handle.note("closed", "");
            service.clients().remove(handle, flight());
        }
    }

    private void failed(RuntimeException cause) {
        RejectionLog.error(LOG, "peer={} our fault, closing", peer(), cause);
        service.metrics().rejected("INTERNAL");
        publish.onClientGone(EndReason.PUBLISHER_LOST);
        answer(500, "failed");
    }

    // ---- who it is ----------------------------------------------------------------------------------------------

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    @Override
    public String peer() {
        return PeerAddress.text(request.remoteAddress());
    }

    @Override
    public String address() {
        return peer();
    }

    @Override
    public ClientHandle handle() {
        return handle;
    }

    @Override
    public boolean isDraining() {
        return refusesPublishers.getAsBoolean();
    }

    @Override
    public boolean isLettingGo() {
        return draining != null && draining.isLettingGo();
    }

    @Override
    public long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public ClientSnapshot snapshot() {
        return handle.snapshot(
                Protocol.HTTP_FLV,
                peer(),
                HttpAttempt.software(request),
                false,
                publish.use().stream().toList());
    }

    @Override
    public Flight flight() {
        return handle.flight(over, new Flight.Bytes(receivedBytes, 0, 0));
    }

    @Override
    public boolean publishes(StreamKey key) {
        return publish.publishes(key);
    }

    @Override
    public boolean kick() {
        boolean open = !over;
        handle.note("kicked", "");
        LOG.info("kicked http-flv peer={}", peer());
        publish.end(EndReason.KICKED);
        return open;
    }
}
