package dev.headwater.server.config;

/** What may be turned for one app: each group is one of {@link NodeConfig}'s, and what is not set here is as it is there. */
@Doc(
        "What may be turned for one app, as in `rtmp://host/app/name`; what is not set is as for all apps. These keys stand in"
                + " the file and in `--set`; variables of the environment cannot name an app.")
public interface AppConfig {
    AppAuthConfig auth();

    AppHooksConfig hooks();

    FanoutConfig fanout();

    HttpFlvConfig httpFlv();

    AppHlsConfig hls();

    AppLimitsConfig limits();

    PublishAgainConfig publish();

    AppRecordConfig record();
}
