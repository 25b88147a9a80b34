package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.session.ServerEvents;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client says, brought to those on its connection whom it concerns: publishers and players, made here when it asks for
 * them. Confined to the connection's event loop.
 */
final class ConnectionCommands implements ServerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCommands.class);

    private final RtmpConnection connection;
    private final ConnectionUses uses;
    private String app = "";

    ConnectionCommands(RtmpConnection connection, ConnectionUses uses) {
        this.connection = connection;
        this.uses = uses;
    }

    @Override
    public void connect(Command.Connect connect) {
        app = connect.app();
        connection.connect(connect);
    }

    @Override
    public void received(Command command) {
        CommandNotes.of(command).ifPresent(what -> connection.handle().note(what, ""));
    }

    @Override
    public void publish(Command.Publish publish) {
        var key = key(publish.name());
        if (key == null) {
            connection.session().refusePublish(publish.streamId(), StatusCode.PUBLISH_BAD_NAME, "illegal stream name");
            connection.reject("BAD_NAME", "illegal name of a stream to publish");
            return;
        }
        var publisher = new RtmpPublisher(connection, publish.streamId(), attempt(Action.PUBLISH, key, publish.name()));
        uses.add(publisher);
        publisher.start();
    }

    @Override
    public void play(Command.Play play) {
        var key = key(play.name());
        if (key == null) {
            connection.session().refusePlay(play.streamId(), StatusCode.PLAY_FAILED, "illegal stream name");
            connection.reject("BAD_NAME", "illegal name of a stream to play");
            return;
        }
        var player = new RtmpPlayer(connection, play.streamId(), attempt(Action.PLAY, key, play.name()));
        uses.add(player);
        player.start();
    }

    private Attempt attempt(Action action, StreamKey asked, String name) {
        return new Attempt(action, asked, StreamNames.query(name), connection.client());
    }

    private @Nullable StreamKey key(String name) {
        try {
            return StreamKey.parse(app, name);
        } catch (IllegalArgumentException e) {
            LOG.debug("peer={} {}", connection.peer(), e.getMessage());
            return null;
        }
    }

    @Override
    public void media(MediaMessage message) {
        var publisher = uses.publisher(message.streamId());
        if (publisher != null) {
            publisher.media(message);
        }
    }

    @Override
    public void publishEnded(int streamId) {
        var publisher = uses.removePublisher(streamId);
        if (publisher != null) {
            publisher.onClientGone(EndReason.UNPUBLISHED);
        }
        connection.idleIfUnused();
    }

    @Override
    public void publisherLost(int streamId) {
        var publisher = uses.removePublisher(streamId);
        if (publisher != null) {
            publisher.onClientGone(EndReason.PUBLISHER_LOST);
        }
        connection.idleIfUnused();
    }

    @Override
    public void playEnded(int streamId) {
        var player = uses.removePlayer(streamId);
        if (player != null) {
            player.left("stopped");
        }
        connection.idleIfUnused();
    }

    @Override
    public void pause(int streamId, boolean paused) {
        var player = uses.player(streamId);
        if (player != null) {
            player.pause(paused);
        }
    }

    @Override
    public void receive(int streamId, MediaMessage.Kind kind, boolean wanted) {
        var player = uses.player(streamId);
        if (player != null) {
            player.receive(kind, wanted);
        }
    }
}
