package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What of {@link AuthConfig} may be turned for one app. */
@Doc("Who may do what.")
public interface AppAuthConfig {
    @Doc(
            "Who may publish: `refuse` is nobody, `open` is everybody who reaches the port; `keys` is who has the stream's key.")
    @WithDefault("refuse")
    @WithConverter(PublishModesConverter.class)
    AuthModes publish();

    @Doc("Who may play: `refuse` is nobody, `open` is everybody who reaches the port.")
    @WithDefault("open")
    @WithConverter(PlayModesConverter.class)
    AuthModes play();
}
