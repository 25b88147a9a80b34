package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.AppConfig;
import dev.headwater.server.config.AppHooksConfig.Method;
import dev.headwater.server.config.HookFormat;
import dev.headwater.server.config.RecordContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The configuration of nginx-rtmp. */
class NginxImportTest extends ImportRun {
    private static final String NGINX = """
            worker_processes  auto;   # the usual head of such a file
            events { worker_connections 1024; }

            rtmp {
                server {
                    listen 0.0.0.0:11935 so_keepalive=on;
                    listen [::]:11935;
                    chunk_size 4000;
                    max_message 2M;
                    ping 30s;

                    application live {
                        live on;
                        # encoders come from the studio
                        allow publish 10.1.0.0/16;
                        allow publish 127.0.0.1;
                        deny publish all;
                        allow play all;
                        drop_idle_publisher 15s;
                        record all;
                        record_path "/var/rec with blanks";
                        push rtmp://cdn.example/live;
                        on_publish http://127.0.0.1:8080/auth?kind=live;
                        hls off;
                        exec ffmpeg -i rtmp://localhost/live/$name -c copy -f flv rtmp://localhost/small/${name};
                    }
                    application "small/hd" { live on; deny play 192.0.2.7; deny publish all; }
                    application vod { play /var/films; }
                }
            }
            http { server { listen 8080; location /stat { rtmp_stat all; } } }
            """;

    private static AppConfig app(Map<String, AppConfig> apps, String name) {
        return Objects.requireNonNull(apps.get(name), name);
    }

    @Test
    void nginxRtmpIsTakenOver() throws IOException {
        var config = imported(NGINX);
        assertThat(config.rtmp().port()).isEqualTo(11935);
        assertThat(config.rtmp().host()).isEqualTo("0.0.0.0");
        assertThat(config.rtmp().chunkSize()).isEqualTo(4000);
        assertThat(config.rtmp().maxMessageBytes()).isEqualTo(2 << 20);
        assertThat(config.rtmp().pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.publish().silenceTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.auth().publish()).as("apps that are not named").hasToString("refuse");
        assertThat(config.apps()).containsOnlyKeys("live", "small/hd");
        var live = app(config.apps(), "live").auth();
        assertThat(live.publish()).hasToString("hook");
        assertThat(live.publishAllow().orElseThrow())
                .map(Object::toString)
                .containsExactly("10.1.0.0/16", "127.0.0.1/32");
        assertThat(live.playAllow()).isEmpty();
        var small = app(config.apps(), "small/hd").auth();
        assertThat(small.publish()).hasToString("refuse");
        assertThat(small.playDeny().orElseThrow()).hasSize(1);
    }

    @Test
    void whatNginxRtmpHasBesidesIsToldWithItsLine() throws IOException {
        imported(NGINX);
        assertThat(err.toString().lines())
                .anyMatch(line -> line.matches("line 7: listen .*: a node has one RTMP port"))
                .anyMatch(line -> line.startsWith("line 22: push rtmp://cdn.example/live: relays.push"))
                .anyMatch(line -> line.startsWith("line 25: exec ffmpeg ") && line.contains("small/${name}"))
                .anyMatch(line -> line.startsWith("line 28: application vod: it is not live"))
                .noneMatch(line -> line.contains("hls off") || line.contains("rtmp_stat"));
    }

    @Test
    void recordingsOfNginxAreTakenOver() throws IOException {
        var config = imported("""
                rtmp { server { record_path /var/rec; record_interval 15m;
                    application live { live on; record all; record_max_size 128M; record_suffix -%Y.flv;
                        on_record_done http://127.0.0.1/done; }
                    application quiet { live on; record off; }
                    application keys { live on; record keyframes; }
                    application other { live on; record audio video; record_path /elsewhere; record_interval off; }
                } }
                """);
        assertThat(config.record().folder()).contains(Path.of("/var/rec"));
        assertThat(config.record().container()).isEqualTo(RecordContainer.OFF);
        var live = app(config.apps(), "live");
        assertThat(live.record().container()).isEqualTo(RecordContainer.FLV);
        assertThat(live.record().maxDuration()).isEqualTo(Duration.ofMinutes(15));
        assertThat(live.record().maxBytes()).isEqualTo(128 << 20);
        assertThat(live.hooks().onRecord().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/done"));
        assertThat(app(config.apps(), "quiet").record().container()).isEqualTo(RecordContainer.OFF);
        assertThat(app(config.apps(), "keys").record().container()).isEqualTo(RecordContainer.OFF);
        assertThat(app(config.apps(), "other").record().maxDuration()).isZero();
        assertThat(err.toString().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("line 2: record_max_size 128M: where a file ends"),
                        line -> assertThat(line).startsWith("line 2: record_suffix -%Y.flv: files have names of ours"),
                        line -> assertThat(line).startsWith("line 5: record keyframes: a stream is recorded whole"),
                        line -> assertThat(line).startsWith("line 6: record_path /elsewhere: there is one folder"));
    }

    @Test
    void aPullThatNamesItsStreamBecomesARelay() throws IOException {
        var config = imported("""
                rtmp { server { application live {
                    live on;
                    pull rtmp://cdn.example/main/ch?id=12 name=channel static;
                    pull cdn.example:1936/main/other pageUrl=http://www.example/ name=other;
                    pull rtmp://cdn.example;
                    pull rtmp://cdn.example/only-an-app name=none;
                } } }
                """);
        assertThat(config.relays().pull().orElseThrow())
                .extracting(relay -> "%s %s %s"
                        .formatted(relay.stream(), relay.always(), relay.url().text()))
                .containsExactly(
                        "live/channel true rtmp://cdn.example:1935/main/ch?id=12",
                        "live/other false rtmp://cdn.example:1936/main/other");
        assertThat(err.toString().lines())
                .anyMatch(line ->
                        line.startsWith("line 4: pull ") && line.contains(": without pageUrl=http://www.example/"))
                .noneMatch(line -> line.contains("without name=") || line.contains("without static"))
                .anyMatch(line -> line.startsWith("line 5: pull rtmp://cdn.example: between nodes"))
                .anyMatch(line -> line.startsWith("line 6: pull rtmp://cdn.example/only-an-app name=none: no relay"));
    }

    @Test
    void whomNginxAskedIsAskedInEachApp() throws IOException {
        var config = imported("""
                rtmp {
                    on_play http://127.0.0.1/play;
                    server {
                        on_connect http://127.0.0.1/connect;
                        on_publish http://127.0.0.1/others;
                        application live {
                            live on;
                            on_publish 127.0.0.1:8080/publish?kind=live,hd;
                            on_publish_done http://127.0.0.1/done;
                            on_play_done http://127.0.0.1/done;
                            on_done http://127.0.0.1/over;
                            on_update http://127.0.0.1/update;
                            notify_update_timeout 10s;
                            notify_method get;
                        }
                        application small { live on; }
                    }
                }
                """);
        var live = app(config.apps(), "live");
        assertThat(live.auth().publish()).hasToString("hook");
        assertThat(live.auth().play()).hasToString("hook");
        var hooks = live.hooks();
        assertThat(hooks.format()).isEqualTo(HookFormat.NGINX_RTMP);
        assertThat(hooks.method()).isEqualTo(Method.GET);
        assertThat(hooks.updateInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hooks.onConnect().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/connect"));
        assertThat(hooks.onPublish().orElseThrow())
                .containsExactly(URI.create("http://127.0.0.1:8080/publish?kind=live%2Chd"));
        assertThat(hooks.onPlay().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/play"));
        assertThat(hooks.onUnpublish().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/done"));
        assertThat(hooks.onStop().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/done"));
        assertThat(hooks.onDone().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/over"));
        assertThat(hooks.onUpdate().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/update"));
        var small = app(config.apps(), "small");
        assertThat(small.auth().publish()).hasToString("hook");
        assertThat(small.hooks().onPublish().orElseThrow()).containsExactly(URI.create("http://127.0.0.1/others"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whereNobodyCanBeAskedNobodyIsLetIn() throws IOException {
        var apps = imported("""
                rtmp { server {
                    application a { live on; on_publish http://auth_server/a; }
                    application b { live on; on_connect http://auth_server/b; }
                    application c { live on; on_publish_done http://auth_server/c; }
                    application d { live on; deny play nobody.example; }
                } }
                """).apps();
        assertThat(app(apps, "a").auth().publish()).hasToString("refuse");
        assertThat(app(apps, "a").auth().play()).hasToString("open");
        assertThat(app(apps, "b").auth().publish()).hasToString("refuse");
        assertThat(app(apps, "b").auth().play()).hasToString("refuse");
        assertThat(app(apps, "c").auth().publish()).as("it only hears of it").hasToString("open");
        assertThat(app(apps, "d").auth().play()).hasToString("refuse");
        assertThat(err.toString().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("line 2: on_publish http://auth_server/a: hooks.on-publish cannot")
                        && line.endsWith("nobody is let in"))
                .anyMatch(line -> line.startsWith("line 5: deny play nobody.example: expected addresses"));
    }

    @Test
    void anAppOfNginxInheritsTheRulesAroundItAfterItsOwn() throws IOException {
        var apps = imported("""
                rtmp {
                    deny publish all;
                    server {
                        live on;
                        application inner { allow publish 10.0.0.1; }
                        application outer { deny play 192.0.2.9; }
                        application free { allow publish all; }
                        allow publish 10.0.0.2;
                    }
                }
                """).apps();
        assertThat(app(apps, "inner").auth().publishAllow().orElseThrow())
                .map(Object::toString)
                .containsExactly("10.0.0.1/32", "10.0.0.2/32");
        assertThat(app(apps, "outer").auth().publishAllow().orElseThrow())
                .map(Object::toString)
                .containsExactly("10.0.0.2/32");
        assertThat(app(apps, "outer").auth().playDeny().orElseThrow()).hasSize(1);
        assertThat(app(apps, "free").auth().publish()).hasToString("open");
        assertThat(app(apps, "free").auth().publishAllow()).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ofTwoAppsOfANameTheFirstStays() throws IOException {
        var apps = imported("""
                rtmp {
                    server { listen 1935; application live { live on; deny publish all; } }
                    server { application live { live on; allow publish all; } }
                }
                """).apps();
        assertThat(app(apps, "live").auth().publish()).hasToString("refuse");
        assertThat(err.toString().lines())
                .containsExactly("line 3: application live: an app of this name was there before: not taken");
    }
}
