package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.media.Codec;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import dev.headwater.server.record.RecordingState;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final StreamKey SHOW = new StreamKey("live/sports", "show");
    private static final Instant SINCE = Instant.parse("2026-11-21T10:15:30.123Z");

    @Test
    void wireIsAsInTheDrawing() {
        assertThat(Envelope.write("origin-1", new ClientAsk.KickClient(1_795_258_920_123L)))
                .isEqualTo(
                        "{\"v\":1,\"from\":\"origin-1\",\"ask\":\"kick-client\",\"fields\":{\"number\":1795258920123}}");
        assertThat(Envelope.answer(new JsonObject().put("kicked", true)))
                .isEqualTo("{\"v\":1,\"answer\":{\"kicked\":true}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[1,2]",
                "null",
                "{}",
                "{\"v\":2,\"from\":\"a\",\"ask\":\"drain\",\"fields\":{}}",
                "{\"v\":\"1\",\"from\":\"a\",\"ask\":\"drain\",\"fields\":{}}",
                "{\"v\":1,\"ask\":\"drain\",\"fields\":{}}",
                "{\"v\":1,\"from\":\"a\\nb\",\"ask\":\"drain\",\"fields\":{}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"dance\",\"fields\":{}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":7,\"fields\":{}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"drain\"}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"kick-client\",\"fields\":{\"number\":-1}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"kick-client\",\"fields\":{\"number\":1.5}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"kick-client\",\"fields\":{\"number\":99999999999999999999}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"kick-stream\",\"fields\":{\"stream\":\"../x\"}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"kick-stream\",\"fields\":{\"stream\":\"nameless\"}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"clients\",\"fields\":{\"after\":0,\"limit\":1001}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"clients\",\"fields\":{\"after\":0,\"limit\":10,\"stream\":7}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"set-log-level\",\"fields\":{\"logger\":\"ROOT\",\"level\":\"loud\"}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"set-log-level\",\"fields\":{\"logger\":\"ROOT\",\"level\":\"off\",\"ms\":0}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"streams\",\"fields\":{\"keys\":{}}}",
                "{\"v\":1,\"from\":\"a\",\"ask\":\"streams\",\"fields\":{\"keys\":[7]}}",
            })
    void garbledAskIsTheSendersFault(String text) {
        assertThat(fault(() -> Envelope.readAsk(text)).problem()).isNotBlank();
    }

    @Test
    void askThatIsNoTextOrTooLongIsTheSendersFault() {
        assertThat(fault(() -> Envelope.readAsk(null)).problem()).isEqualTo("the message is not a text");
        assertThat(fault(() -> Envelope.readAsk(42)).problem()).isEqualTo("the message is not a text");
        assertThat(fault(() -> Envelope.readAsk(" ".repeat((16 << 20) + 1))).problem())
                .isEqualTo("the message is over 16777216 characters");
        var tooMany = new StreamAsk.ListStreams(Collections.nCopies(Ask.MAX_ITEMS + 1, SHOW));
        assertThat(fault(() -> Envelope.readAsk(Envelope.write("a", tooMany))).problem())
                .isEqualTo("keys is not a list of at most 1000");
    }

    @Test
    void whatIsToldOfAFaultIsShort() {
        assertThat(fault(() -> Envelope.readAsk("x".repeat(10_000))).value()).hasSize(303);
    }

    @Test
    void figuresAreReadAsTheyWereWritten() {
        var node = new NodeFigures(3, 1, 2, new TrafficFigures(1L << 40, 5));
        assertThat(Envelope.readAnswer(new NodeAsk.Describe(), Envelope.answer(node.json())))
                .isEqualTo(node);
        var pulled =
                new StreamPlace(0, Optional.of("live"), Optional.of("edge-3"), ControlRig.INTAKE, Optional.empty());
        var nothingYet = new StreamPlace(
                5,
                Optional.empty(),
                Optional.empty(),
                IntakeFigures.NONE,
                Optional.of(new RecordingState(Optional.of("live/a.flv"), Optional.of("full"))));
        var publisher = new PublisherFigures(1_795_258_920_123L, "192.0.2.1:4", "FMLE/3.0", SINCE);
        for (var stream : List.of(
                new StreamFigures(SHOW, 0, 2, 7, 9, new TrafficFigures(0, 1L << 40), Optional.empty(), pulled),
                new StreamFigures(SHOW, 1, 0, 0, 0, TrafficFigures.NONE, Optional.of(publisher), nothingYet),
                new StreamFigures(SHOW, 0, 0, 0, 0, TrafficFigures.NONE, Optional.empty(), StreamPlace.NONE))) {
            assertThat(StreamFigures.read(new Fields(stream.json()))).isEqualTo(stream);
        }
    }

    @Test
    void figuresOfAnOlderOrANewerNodeAreRead() {
        var old = "{\"stream\":\"live/sports/show\",\"publishers\":1,\"players\":2,\"epoch\":3}";
        assertThat(StreamFigures.read(Fields.parse(old)).place().intake()).isEqualTo(IntakeFigures.NONE);
        var strange = new Fields(ControlRig.intakeJson());
        strange.json().getJsonObject("video").put("codec", "avc9").put("more", true);
        assertThat(IntakeJson.read(strange).video().orElseThrow().codec()).isEqualTo(Codec.OTHER);
    }

    @Test
    void anEncoderWithBrokenTimestampsDoesNotMakeItsNodeUnreadable() {
        var sane = ControlRig.INTAKE;
        var broken = new IntakeFigures(
                sane.video(),
                sane.audio(),
                sane.videoBitsPerSecond(),
                sane.audioBitsPerSecond(),
                25_000,
                sane.gop(),
                sane.gopPictures(),
                sane.window(),
                sane.withheldFrames());
        var json = new JsonObject();
        IntakeJson.put(json, broken);
        assertThat(IntakeJson.read(new Fields(json)).picturesPerSecond()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({"fps,-1", "fps,1e300", "fps,\"x\"", "width,-1", "bits_per_second,1.5", "gop_ms,1e19", "codec,7"})
    void figuresThatCannotBeAreTheSendersFault(String name, String value) {
        var json = ControlRig.intakeJson();
        json.getJsonObject("video").put(name, Json.decodeValue(value));
        assertThat(fault(() -> IntakeJson.read(new Fields(json))).problem()).startsWith(name + " is not ");
    }

    @Test
    void flightsAreReadAsTheyWereWritten() {
        var session = new Flight(
                Optional.of(1_795_258_920_123L),
                Set.of(SHOW, new StreamKey("live", "other")),
                false,
                3,
                new Flight.Bytes(5_000_000_000L, 4_294_967_295L, 7),
                List.of(new FlightEvent(SINCE, "kicked", "", 1), new FlightEvent(SINCE, "wants", "no VIDEO", 12)));
        for (var flight : List.of(session, ControlRig.FLIGHT)) {
            assertThat(FlightJson.read(new Fields(FlightJson.of(flight)))).isEqualTo(flight);
        }
    }

    @Test
    void pictureThatIsNoneIsTheSendersFault() {
        var answer = Envelope.answer(new JsonObject().put("jpeg", "no picture"));
        assertThat(fault(() -> Envelope.readAnswer(new StreamAsk.ShowPicture(SHOW), answer))
                        .problem())
                .startsWith("jpeg is not Base64");
    }

    @Test
    void errorAndAnswerOfTheWrongKindAreNoAnswers() {
        var ask = new ClientAsk.KickClient(7);
        var told = fault(() -> Envelope.readAnswer(ask, Envelope.error(new MessageException("no such thing", "x"))));
        assertThat(told.problem()).isEqualTo("no such thing");
        assertThat(told.value()).isEqualTo("x");
        assertThat(fault(() -> Envelope.readAnswer(ask, Envelope.answer(new JsonObject())))
                        .problem())
                .isEqualTo("kicked is not true or false");
        assertThat(fault(() -> Envelope.readAnswer(ask, "gibberish")).value()).isEqualTo("gibberish");
    }

    @ParameterizedTest
    @CsvSource({"edge-1/mf3k2z9x", "a.b_c/0", "n/zzzzzzzzzzzz"})
    void clientIdIsReadAsItWasWritten(String text) {
        assertThat(ClientId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edge-1", "edge-1/", "edge-1/rtmp/1", "e/A", "e/1/2", "e e/1", "e/zzzzzzzzzzzzz"})
    void whatIsNoClientIdIsToldSo(String text) {
        assertThat(fault(() -> ClientId.parse(text)).value()).isEqualTo(text);
    }

    private static MessageException fault(Runnable call) {
        return catchThrowableOfType(MessageException.class, call::run);
    }
}
