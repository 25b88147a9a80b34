package dev.headwater.deploy.configure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.HookFormat;
import dev.headwater.server.config.RecordContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The configuration of SRS. */
class SrsImportTest extends ImportRun {
    private static final String SRS = """
            # a server of one's own
            listen              11936;
            max_connections     2000;
            daemon              off;
            srs_log_tank        console;
            http_api { enabled on; listen 11985; crossdomain on; }
            http_server { enabled on; listen 18080; dir ./objs/nginx/html; }
            rtmps { enabled on; listen 11443; key ./conf/server.key; cert ./conf/server.crt; }
            rtc_server { enabled on; listen 8000; candidate *; }
            stats { network 0; }
            vhost __defaultVhost__ {
                tcp_nodelay on;
                min_latency off;
                play { gop_cache off; queue_length 10; mw_latency 100; }
                publish { mr off; firstpkt_timeout 20000; normal_timeout 7000; }
                security { enabled on; allow play all; deny play 192.0.2.0/24; allow publish 10.0.0.0/8; }
                hls { enabled on; hls_fragment 10; }
                dvr { enabled off; }
                http_hooks { enabled on; on_publish http://127.0.0.1:8085/api/v1/streams; }
            }
            vhost other.example { cluster { mode remote; origin 192.168.1.5:1935; } }
            """;

    private AppAuthConfig srsSecurity(String rules) throws IOException {
        return imported("vhost __defaultVhost__ { security { enabled on; %s } }".formatted(rules))
                .auth();
    }

    @Test
    void srsIsTakenOver() throws IOException {
        var config = imported(SRS);
        assertThat(config.rtmp().port()).isEqualTo(11936);
        assertThat(config.rtmp().maxConnections()).isEqualTo(2000);
        assertThat(config.management().port()).isEqualTo(11985);
        assertThat(config.http().port()).isEqualTo(18080);
        assertThat(config.rtmps().port()).isEqualTo(11443);
        assertThat(config.tls().certificates().orElseThrow().getFirst())
                .hasToString("./conf/server.crt ./conf/server.key");
        assertThat(config.gopCache().maxDuration()).isZero();
        assertThat(config.player().queueDuration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.fanout().maxDelay()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.publish().silenceTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.auth().publish()).hasToString("hook");
        assertThat(config.auth().publishAllow().orElseThrow()).hasSize(1);
        assertThat(config.auth().play()).hasToString("open");
        assertThat(config.auth().playDeny().orElseThrow()).hasSize(1);
        assertThat(err.toString().lines())
                .anyMatch(line -> line.startsWith("line 9: rtc_server: WebRTC"))
                .anyMatch(line -> line.startsWith("line 17: hls: "))
                .anyMatch(line -> line.startsWith("line 21: vhost other.example: there are no vhosts"))
                .noneMatch(line -> line.contains("dvr") || line.contains("daemon"));
    }

    @Test
    void srsLetsInNobodyWhomNoRuleAllows() throws IOException {
        var denied = srsSecurity("deny publish 192.0.2.1;");
        assertThat(denied.publish()).hasToString("refuse");
        assertThat(denied.play()).hasToString("refuse");
        assertThat(err.toString()).contains("line 1: security: nobody is allowed");
        var allowed = srsSecurity("allow publish 10.0.0.0/8;");
        assertThat(allowed.publish()).hasToString("open");
        assertThat(allowed.publishAllow().orElseThrow()).map(Object::toString).containsExactly("10.0.0.0/8");
        assertThat(allowed.play()).hasToString("refuse");
        assertThat(srsSecurity("allow all;").publish()).as("neither's").hasToString("refuse");
    }

    @Test
    void aDenyOfSrsHoldsWhereverItStands() throws IOException {
        var some = srsSecurity("allow publish all; deny publish 192.0.2.1; allow play 10.0.0.1;");
        assertThat(some.publish()).hasToString("open");
        assertThat(some.publishDeny().orElseThrow()).map(Object::toString).containsExactly("192.0.2.1/32");
        assertThat(some.publishAllow()).isEmpty();
        assertThat(srsSecurity("allow publish all; allow publish 10.0.0.1; deny publish all;")
                        .publish())
                .hasToString("refuse");
    }

    @Test
    void recordingsOfSrsAreTakenOver() throws IOException {
        var config = imported("""
                vhost __defaultVhost__ { dvr { enabled on; dvr_apply all; dvr_plan segment; dvr_duration 30;
                    dvr_path /data/[app]/[stream].[timestamp].flv; } }
                """);
        assertThat(config.record().container()).isEqualTo(RecordContainer.FLV);
        assertThat(config.record().folder()).contains(Path.of("/data"));
        assertThat(config.record().maxDuration()).isEqualTo(Duration.ofSeconds(30));
        config = imported("vhost __defaultVhost__ { dvr { enabled on; dvr_plan session; } }");
        assertThat(config.record().folder()).contains(Path.of("./objs/nginx/html"));
        assertThat(config.record().maxDuration()).isZero();
        err.getBuffer().setLength(0);
        config = imported("vhost __defaultVhost__ { dvr { enabled on; dvr_apply live/show; } }");
        assertThat(config.record().container()).isEqualTo(RecordContainer.OFF);
        assertThat(err.toString()).startsWith("line 1: dvr_apply live/show: streams are recorded by app");
    }

    @Test
    void whomSrsAskedIsAsked() throws IOException {
        var config = imported("""
                vhost __defaultVhost__ { http_hooks {
                    enabled on;
                    on_connect http://127.0.0.1:8085/clients;
                    on_publish http://127.0.0.1:8085/streams http://127.0.0.1:8086/streams;
                    on_unpublish http://127.0.0.1:8085/streams;
                    on_play http://127.0.0.1:8085/sessions;
                    on_stop http://127.0.0.1:8085/sessions;
                    on_dvr http://127.0.0.1:8085/dvrs;
                    on_hls http://127.0.0.1:8085/hls;
                } }
                """);
        assertThat(config.auth().publish()).hasToString("hook");
        assertThat(config.auth().play()).hasToString("hook");
        var hooks = config.hooks();
        assertThat(hooks.format()).isEqualTo(HookFormat.SRS);
        assertThat(hooks.onConnect().orElseThrow()).containsExactly(URI.create("http://127.0.0.1:8085/clients"));
        assertThat(hooks.onPublish().orElseThrow())
                .containsExactly(
                        URI.create("http://127.0.0.1:8085/streams"), URI.create("http://127.0.0.1:8086/streams"));
        assertThat(hooks.onUnpublish().orElseThrow()).containsExactly(URI.create("http://127.0.0.1:8085/streams"));
        assertThat(hooks.onPlay().orElseThrow()).containsExactly(URI.create("http://127.0.0.1:8085/sessions"));
        assertThat(hooks.onStop().orElseThrow()).containsExactly(URI.create("http://127.0.0.1:8085/sessions"));
        assertThat(hooks.onRecord().orElseThrow()).containsExactly(URI.create("http://127.0.0.1:8085/dvrs"));
        assertThat(err.toString().lines())
                .containsExactly("line 9: on_hls http://127.0.0.1:8085/hls: "
                        + "docs/hooks.md has the callbacks that there are");
    }

    @Test
    void hooksOfSrsThatAreOffAskNobody() throws IOException {
        var config = imported("vhost __defaultVhost__ { http_hooks { on_publish http://127.0.0.1/a; } }");
        assertThat(config.auth().publish()).hasToString("open");
        assertThat(config.hooks().onPublish()).isEmpty();
    }
}
