package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.publish.Publish;
import dev.headwater.server.publish.PublishingClient;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PushMark;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;

/** One publish on a connection, as RTMP has it. Confined to the connection's event loop. */
final class RtmpPublisher implements PublishingClient {
    private final RtmpConnection connection;
    private final int streamId;
    private final Attempt attempt;
    private final Publish publish;

    RtmpPublisher(RtmpConnection connection, int streamId, Attempt attempt) {
        this.connection = connection;
        this.streamId = streamId;
        this.attempt = attempt;
        publish = new Publish(connection.service().publishes(connection.settings()), attempt, this);
    }

    int streamId() {
        return streamId;
    }

    void start() {
        publish.start(connection.service().access().authorise(attempt, connection.auth()));
    }

    boolean publishes(StreamKey stream) {
        return publish.publishes(stream);
    }

    /** Empty until it may publish. */
    Optional<ClientUse> use() {
        return publish.use();
    }

    void media(MediaMessage message) {
        publish.media(Translation.frameKind(message.kind()), message.timestamp(), message.payload());
    }

    void flush() {
        publish.flush();
    }

    // ---- its end ------------------------------------------------------------------------------------------------

    /** The node drains: the publisher is told and closed, and may come back elsewhere. */
    void sendAway() {
        publish.sendAway();
    }

    /** An operator wants it gone: its client is told, and closed unless it does more. */
    void kick() {
        publish.revoke();
    }

    /** The connection is gone without a word. A node would have said that its publisher is: it may bring him again. */
    void onConnectionLost() {
        onClientGone(isForwarded() ? EndReason.UPSTREAM_LOST : EndReason.PUBLISHER_LOST);
    }

    /** The publisher left, or its connection did: the publication ends, as if sent away if it was asked to move. */
    void onClientGone(EndReason reason) {
        publish.onClientGone(connection.isMoving() ? EndReason.SHUTDOWN : reason);
    }

    /** The node ends it: the publisher is told, and closed unless there is more on its connection. */
    void end(EndReason reason) {
        publish.end(reason);
    }

    // ---- what became of it --------------------------------------------------------------------------------------

    @Override
    public void authorised() {
        connection.session().authorisePublish(streamId);
    }

    @Override
    public void accepted(Publication publication) {
        connection.session().acceptPublish(streamId, greeting(publication));
    }

    /** A node that brought the publisher is told what it has to name should it bring it elsewhere. */
    private Map<String, AmfValue> greeting(Publication granted) {
        return isForwarded() ? Map.of(CallerResolver.EPOCH, AmfValue.number((double) granted.epoch())) : Map.of();
    }

    @Override
    public void refused(StatusCode code, String told) {
        connection.session().refusePublish(streamId, code, told);
    }

    @Override
    public void ended(EndReason reason) {
        boolean isItsFault = reason == EndReason.OVER_BITRATE || reason == EndReason.NO_MEDIA;
        connection
                .session()
                .endPublish(
                        streamId,
                        isItsFault ? StatusCode.PUBLISH_DENIED : StatusCode.UNPUBLISH_SUCCESS,
                        "ended: " + reason);
    }

    @Override
    public void onPublishOver() {
        connection.publisherOver(this);
    }

    // ---- who it is ----------------------------------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        connection.execute(task);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public String address() {
        return connection.caller().address();
    }

    @Override
    public ClientHandle handle() {
        return connection.handle();
    }

    @Override
    public Forwarded forwarded() {
        return connection.caller().forwarded();
    }

    @Override
    public PushMark pushed() {
        return connection.caller().pushed();
    }

    @Override
    public long receivedBytes() {
        return connection.session().receivedBytes();
    }

    @Override
    public boolean isDraining() {
        return connection.isDraining();
    }

    @Override
    public boolean isLettingGo() {
        return connection.isLettingGo();
    }
}
