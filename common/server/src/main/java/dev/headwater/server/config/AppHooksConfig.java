package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What of {@link HooksConfig} may be turned for one app. */
@Doc("HTTP callbacks.")
public interface AppHooksConfig {
    @Doc(
            "In whose words callbacks speak: `native`, or `srs` and `nginx-rtmp`, so that an auth server written for those works unchanged.")
    @WithDefault("native")
    HookFormat format();

    @Doc("Whether `nginx-rtmp` sends its form by `post` or in the URL of a `get`; its `notify_method`.")
    @WithDefault("post")
    Method method();

    @Doc(
            "URLs to ask when a client connects, before it says what it wants. All of them have to let it in. Of this and the next keys"
                    + " messages and logs show no more than host and port.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onConnect();

    @Doc("URLs to tell that a client that connected by RTMP has gone; SRS's `on_close`, nginx-rtmp's `on_disconnect`.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onClose();

    @Doc("URLs to ask who may publish, where `auth.publish` has `hook`; else they are told that somebody publishes.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onPublish();

    @Doc("URLs to ask who may play, where `auth.play` has `hook`; else they are told that somebody plays.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onPlay();

    @Doc("URLs to tell that a publisher has gone.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onUnpublish();

    @Doc("URLs to tell that a player has gone.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onStop();

    @Doc(
            "URLs to tell that a publisher or a player has gone, after those of on-unpublish and on-stop: the `on_done` of `nginx-rtmp`, and for no other format.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onDone();

    @Doc("URLs to tell again and again who publishes and plays, and which may end him by refusing. Not for `srs`.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onUpdate();

    @Doc("URLs to tell of each file of a recording when it is whole; SRS's `on_dvr`, nginx-rtmp's `on_record_done`.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onRecord();

    @Doc("How often.")
    @WithDefault("30s")
    @Range(min = "1s", max = "1h")
    Duration updateInterval();

    @Doc("What becomes of a player when nobody answers: `refuse` or `allow`. Publishers and connects are refused.")
    @WithDefault("refuse")
    Silence playUnanswered();

    @Doc(
            "How long somebody who was let in may come back, with all that he came with, before it is asked again; `0s` asks always.")
    @WithDefault("0s")
    @Range(min = "0s", max = "1h")
    Duration cache();

    @Doc(
            "What our calls are signed with, 32 characters or more, for the other side to know us by; empty signs nothing.")
    @Secret
    Optional<@WithConverter(SigningSecretConverter.class) SigningSecret> secret();

    /** Ways to send a form. */
    enum Method {
        POST,
        GET
    }

    /** What silence means. */
    enum Silence {
        REFUSE,
        ALLOW
    }
}
