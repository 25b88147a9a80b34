package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.hooks.HookCall.Asking;
import dev.headwater.server.hooks.HookCall.Connecting;
import dev.headwater.server.hooks.HookCall.Disconnected;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.hooks.HookCall.Recorded;
import dev.headwater.server.hooks.HookCall.Staying;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callbacks say and hear, word by word. */
class DialectTest {
    private static final String WHO =
            "app=live&flashver=FMLE%2F3.0&swfurl=http%3A%2F%2Fswf&tcurl=rtmp%3A%2F%2Fh%2Flive%3Fc%3D1&pageurl=http%3A%2F%2Fpage&addr=192.0.2.1";

    private static Dialect dialect(String format, String... more) {
        var config = ConfigLoader.of("hooks.format=" + format, more.length == 0 ? "hooks.method=post" : more[0]);
        return Dialect.of(config.hooks(), "here");
    }

    private static Asking asking(Action action) {
        return new Asking(HookRig.attempt(action, "live", "asked", "token=1&call=fake"));
    }

    private static Staying staying(Action action, String reason) {
        return new Staying(
                HookRig.attempt(action, "live", "asked", "token=1"),
                new StreamKey("live", "news"),
                3,
                4_500,
                6,
                reason);
    }

    private static JsonObject json(String format, HookEvent event, HookCall.Subject subject) {
        var request = dialect(format).write(HookCall.of(event, subject));
        assertThat(request.method()).isEqualTo(HttpMethod.POST);
        assertThat(request.contentType()).isEqualTo("application/json");
        return new JsonObject(request.body());
    }

    private static String form(HookEvent event, HookCall.Subject subject) {
        return dialect("nginx-rtmp").write(HookCall.of(event, subject)).body().toString();
    }

    private static Answer read(String format, int status, String location, String body) {
        return dialect(format)
                .read(new HookResponse(
                        status, Optional.ofNullable(location).filter(it -> !it.isEmpty()), Buffer.buffer(body)));
    }

    @Test
    void ourOwnWordsHaveAVersionAndAnId() {
        var json = json("native", HookEvent.PUBLISH, asking(Action.PUBLISH));
        assertThat(json.getInteger("version")).isEqualTo(1);
        assertThat(json.getString("id")).hasSize(36);
        assertThat(json.getString("event")).isEqualTo("on_publish");
        assertThat(json.getString("node")).isEqualTo("here");
        assertThat(json.getString("app")).isEqualTo("live");
        assertThat(json.getString("name")).isEqualTo("asked");
        assertThat(json.getString("query")).isEqualTo("token=1&call=fake");
        assertThat(json.getJsonObject("client").getString("address")).isEqualTo("192.0.2.1");
        assertThat(json.getJsonObject("client").getString("query")).isEqualTo("c=1");
    }

    @Test
    void ourOwnWordsOfAnEndNameTheStreamAndNotTheKey() {
        var json = json("native", HookEvent.UNPUBLISH, staying(Action.PUBLISH, "UNPUBLISHED"));
        assertThat(json.getString("name")).isEqualTo("news");
        assertThat(json.getLong("epoch")).isEqualTo(3);
        assertThat(json.getLong("milliseconds")).isEqualTo(4_500);
        assertThat(json.getLong("bytes")).isEqualTo(6);
        assertThat(json.getString("reason")).isEqualTo("unpublished");
        assertThat(json.encode()).doesNotContain("asked", "token=1");
        assertThat(json("native", HookEvent.NODE, new OfNode("up")).getString("state"))
                .isEqualTo("up");
    }

    @Test
    void wordsOfSrsAreItsFields() {
        var json = json("srs", HookEvent.PUBLISH, asking(Action.PUBLISH));
        json.remove("request_id");
        assertThat(json.getMap().keySet())
                .containsExactlyInAnyOrder(
                        "server_id",
                        "service_id",
                        "action",
                        "client_id",
                        "ip",
                        "vhost",
                        "app",
                        "tcUrl",
                        "pageUrl",
                        "stream",
                        "param",
                        "stream_url",
                        "stream_id");
        assertThat(json.getString("action")).isEqualTo("on_publish");
        assertThat(json.getString("client_id")).isEqualTo("here/77");
        assertThat(json.getString("ip")).isEqualTo("192.0.2.1");
        assertThat(json.getString("vhost")).isEqualTo("__defaultVhost__");
        assertThat(json.getString("stream")).isEqualTo("asked");
        assertThat(json.getString("param")).isEqualTo("?token=1&call=fake");
        assertThat(json.getString("stream_url")).isEqualTo("/live/asked");
        assertThat(json.getString("stream_id")).isEqualTo("live/asked");
        var connect = json("srs", HookEvent.CONNECT, new Connecting(HookRig.request("live")));
        assertThat(connect.getString("action")).isEqualTo("on_connect");
        assertThat(connect.getString("param")).isEqualTo("?c=1");
        var close = json("srs", HookEvent.CLOSE, new Disconnected(HookRig.request("live"), 7, 8));
        assertThat(close.getString("action")).isEqualTo("on_close");
        assertThat(close.getString("client_id")).isEqualTo("here/77");
        assertThat(close.getLong("recv_bytes")).isEqualTo(7);
        assertThat(close.getLong("send_bytes")).isEqualTo(8);
        assertThat(json("srs", HookEvent.STOP, staying(Action.PLAY, "stopped")).getString("action"))
                .isEqualTo("on_stop");
    }

    @Test
    void wordsOfNginxAreAFormInWhichTheClientsFieldsComeLast() {
        assertThat(form(HookEvent.PUBLISH, asking(Action.PUBLISH)))
                .isEqualTo(WHO + "&clientid=here%2F77&call=publish&name=asked&type=live&token=1&call=fake");
        assertThat(form(HookEvent.PLAY, asking(Action.PLAY)))
                .isEqualTo(
                        WHO + "&clientid=here%2F77&call=play&name=asked&start=0&duration=0&reset=0&token=1&call=fake");
        assertThat(form(HookEvent.CONNECT, new Connecting(HookRig.request("live"))))
                .isEqualTo(WHO + "&epoch=0&call=connect&c=1");
        assertThat(form(HookEvent.CLOSE, new Disconnected(HookRig.request("live"), 7, 8)))
                .isEqualTo(WHO + "&clientid=here%2F77&call=disconnect&c=1");
        assertThat(form(HookEvent.UNPUBLISH, staying(Action.PUBLISH, "x")))
                .isEqualTo(WHO + "&clientid=here%2F77&call=publish_done&name=asked&token=1");
        assertThat(form(HookEvent.STOP, staying(Action.PLAY, "x"))).contains("&call=play_done&name=asked&");
        assertThat(form(HookEvent.DONE, staying(Action.PUBLISH, "x")))
                .isEqualTo(WHO + "&clientid=here%2F77&call=done&name=asked&token=1");
        assertThat(form(HookEvent.UPDATE, staying(Action.PLAY, "")))
                .contains("&call=update_play&time=4&timestamp=4500&name=asked&");
        assertThat(form(HookEvent.UPDATE, staying(Action.PUBLISH, ""))).contains("&call=update_publish&");
    }

    @Test
    void aRecordedFileIsToldInEachOfTheWords() {
        var stream = new StreamKey("live/hd", "news");
        var file = new Recorded(new RecordedFile(
                stream,
                3,
                Path.of("/rec"),
                Path.of("live%2Fhd", "news-1.flv"),
                Instant.parse("2026-11-22T10:15:00Z"),
                4_500,
                6));
        var ours = json("native", HookEvent.RECORD, file);
        assertThat(ours.getString("event")).isEqualTo("on_record");
        assertThat(ours.getString("app")).isEqualTo("live/hd");
        assertThat(ours.getString("name")).isEqualTo("news");
        assertThat(ours.getLong("epoch")).isEqualTo(3);
        assertThat(ours.getString("folder")).isEqualTo("/rec");
        assertThat(ours.getString("file")).isEqualTo("live%2Fhd/news-1.flv");
        assertThat(ours.getString("since")).isEqualTo("2026-11-22T10:15:00Z");
        assertThat(ours.getLong("milliseconds")).isEqualTo(4_500);
        assertThat(ours.getLong("bytes")).isEqualTo(6);
        var srs = json("srs", HookEvent.RECORD, file);
        assertThat(srs.getString("action")).isEqualTo("on_dvr");
        assertThat(srs.getString("app")).isEqualTo("live/hd");
        assertThat(srs.getString("stream")).isEqualTo("news");
        assertThat(srs.getString("cwd")).isEqualTo("/rec");
        assertThat(srs.getString("file")).isEqualTo("./live%2Fhd/news-1.flv");
        assertThat(srs.getMap()).containsKeys("client_id", "ip", "vhost", "tcUrl", "param", "stream_url", "stream_id");
        assertThat(form(HookEvent.RECORD, file))
                .startsWith("app=live%2Fhd&")
                .endsWith("&call=record_done&recorder=&name=news&path=%2Frec%2Flive%252Fhd%2Fnews-1.flv");
    }

    @Test
    void wordsOfNginxMayStandInTheUrl() {
        var request = dialect("nginx-rtmp", "hooks.method=get")
                .write(HookCall.of(
                        HookEvent.PUBLISH,
                        new Asking(HookRig.attempt(Action.PUBLISH, "live", "asked", "a=b c\r\nX: y#z"))));
        assertThat(request.method()).isEqualTo(HttpMethod.GET);
        assertThat(request.query()).endsWith("&type=live&a=b+c%0D%0AX:+y%23z");
        assertThat(request.body().length()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "native     | 200 |                  | {\"allow\":true}                   | ALLOWED",
                "native     | 200 |                  | {\"allow\":true,\"name\":\"news\"} | ALLOWED",
                "native     | 200 |                  | {\"allow\":true,\"name\":7}        | UNUSABLE",
                "native     | 200 |                  | {\"allow\":false}                  | REFUSED",
                "native     | 200 |                  | {\"allow\":\"yes\"}                | UNUSABLE",
                "native     | 200 |                  | []                                 | UNUSABLE",
                "native     | 200 |                  | 0                                  | UNUSABLE",
                "native     | 200 |                  | ''                                 | UNUSABLE",
                "native     | 403 |                  | {\"allow\":true}                   | REFUSED",
                "native     | 302 | http://elsewhere | {\"allow\":true}                   | UNUSABLE",
                "srs        | 200 |                  | 0                                  | ALLOWED",
                "srs        | 201 |                  | {\"code\":0}                       | ALLOWED",
                "srs        | 200 |                  | {\"code\":0,\"data\":null}         | ALLOWED",
                "srs        | 200 |                  | 1                                  | REFUSED",
                "srs        | 200 |                  | {\"code\":403}                     | REFUSED",
                "srs        | 200 |                  | {\"code\":\"0\"}                   | UNUSABLE",
                "srs        | 200 |                  | ''                                 | UNUSABLE",
                "srs        | 200 |                  | <html>                             | UNUSABLE",
                "srs        | 204 |                  | 0                                  | REFUSED",
                "srs        | 302 | http://elsewhere | 0                                  | REFUSED",
                "nginx-rtmp | 200 |                  | ''                                 | ALLOWED",
                "nginx-rtmp | 204 |                  | no                                 | ALLOWED",
                "nginx-rtmp | 302 | news             | ''                                 | ALLOWED",
                "nginx-rtmp | 302 |                  | ''                                 | UNUSABLE",
                "nginx-rtmp | 302 | rtmp://h/a/b     | ''                                 | ALLOWED",
                "nginx-rtmp | 302 | RTMP://h/a/b     | ''                                 | ALLOWED",
                "nginx-rtmp | 302 | rtmp://h         | ''                                 | UNUSABLE",
                "nginx-rtmp | 404 |                  | ''                                 | REFUSED",
            })
    void answersAreReadAsTheirFormatHasThem(
            String format, int status, String location, String body, HookOutcome outcome) {
        assertThat(read(format, status, location, body).outcome()).isEqualTo(outcome);
    }

    @Test
    void answersMayNameTheStream() {
        assertThat(read("native", 200, "", "{\"allow\":true,\"name\":\"news\"}"))
                .isEqualTo(new Answer.Allow(Optional.of("news")));
        assertThat(read("nginx-rtmp", 302, "news", "")).isEqualTo(new Answer.Allow(Optional.of("news")));
        assertThat(read("nginx-rtmp", 302, "news?user=7", "")).isEqualTo(new Answer.Allow(Optional.of("news")));
        assertThat(read("nginx-rtmp", 302, "Rtmp://h/a/b?c=d", ""))
                .isEqualTo(new Answer.Relay(RelayUrl.parse("rtmp://h/a/b?c=d")));
    }
}
