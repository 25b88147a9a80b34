package dev.headwater.server.rtmp;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.play.LivePlayer;
import dev.headwater.server.play.Play;
import dev.headwater.server.play.PlayRefusal;
import dev.headwater.server.play.PlayingClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One play on a connection, as RTMP has it. Confined to the connection's event loop. */
final class RtmpPlayer implements PlayingClient {
    private final RtmpConnection connection;
    private final int streamId;
    private final Attempt attempt;
    private final Play play;
    private final LivePlayer media;
    private @Nullable LiveStream stream;
    private boolean audio = true;
    private boolean video = true;
    private boolean paused;

    RtmpPlayer(RtmpConnection connection, int streamId, Attempt attempt) {
        this.connection = connection;
        this.streamId = streamId;
        this.attempt = attempt;
        play = new Play(connection.service().plays(), attempt, this);
        media = new LivePlayer(play, this, connection.out());
    }

    int streamId() {
        return streamId;
    }

    /** Empty until it may play. */
    Optional<ClientUse> use() {
        return play.use();
    }

    void start() {
        play.start(connection.service().access().authorise(attempt, connection.auth()));
    }

    // ---- what became of it --------------------------------------------------------------------------------------

    @Override
    public void found(LiveStream found) {
        stream = found;
        connection
                .session()
                .acceptPlay(streamId, connection.service().greeting().of(found));
        var format = new RtmpFormat(streamId, connection.settings().session().chunkSize());
        media.join(found, format, connection.loop());
        if (!audio || !video || paused) {
            applyWishes();
        }
    }

    @Override
    public void refused(PlayRefusal refusal, String told) {
        connection.session().refusePlay(streamId, statusCode(refusal), told);
        connection.playRefused(this);
    }

    @Override
    public String code(PlayRefusal refusal) {
        return statusCode(refusal).wireName();
    }

    private static StatusCode statusCode(PlayRefusal refusal) {
        return switch (refusal) {
            case NOT_FOUND -> StatusCode.PLAY_STREAM_NOT_FOUND;
            case DENIED, FULL, UNAVAILABLE -> StatusCode.PLAY_FAILED;
        };
    }

    @Override
    public void sentTo(List<String> authorities) {
        // with what it was let in by, to be let in there: the client's own name and query, not what they came to
        String connectQuery = connection.client().query();
        String scheme = connection.isWithinTls() ? "rtmps://" : "rtmp://";
        var tcUrls = authorities.stream()
                .map(authority ->
                        scheme + authority + "/" + withQuery(attempt.asked().app(), connectQuery))
                .toList();
        connection
                .session()
                .redirectPlay(
                        streamId,
                        new Redirect(tcUrls, withQuery(attempt.asked().name(), attempt.query())),
                        "The stream is at " + authorities.getFirst());
        connection.playRefused(this);
    }

    private static String withQuery(String name, String query) {
        return query.isEmpty() ? name : name + "?" + query;
    }

    /** The client is another node, which wants to know how old its frames are. */
    void tellDelay() {
        if (stream != null) {
            connection.session().tellDelay(streamId, (int) TimeUnit.NANOSECONDS.toMicros(stream.delayNanos()));
        }
    }

    // ---- what it wants ------------------------------------------------------------------------------------------

    void pause(boolean now) {
        paused = now;
        handle().note(now ? "paused" : "resumed", "");
        applyWishes();
    }

    void receive(MediaMessage.Kind kind, boolean wanted) {
        handle().note("wants", "%s %s".formatted(wanted ? "" : "no", kind).strip());
        if (kind == MediaMessage.Kind.AUDIO) {
            audio = wanted;
        } else {
            video = wanted;
        }
        applyWishes();
    }

    private void applyWishes() {
        media.want(audio && !paused, video && !paused);
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Override
    public void ended(EndReason reason) {
        if (!play.end(reason)) {
            return;
        }
        media.leave();
        if (reason == EndReason.PLAYER_STUCK) {
            connection.out().close();
            return;
        }
        connection.session().endPlay(streamId, reason.name());
        connection.out().flush();
        connection.playerOver(this);
    }

    /** The player is gone. Idempotent. */
    void left(String reason) {
        if (play.left(reason)) {
            media.leave();
        }
    }

    // ---- who it is ----------------------------------------------------------------------------------------------

    @Override
    public void execute(Runnable task) {
        connection.execute(task);
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public ClientHandle handle() {
        return connection.handle();
    }

    @Override
    public boolean isWithinTls() {
        return connection.isWithinTls();
    }

    @Override
    public long droppedFrames() {
        return media.droppedFrames();
    }
}
