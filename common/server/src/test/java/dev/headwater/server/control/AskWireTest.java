package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.Configuration.Change;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import dev.headwater.server.foreign.RelayList.Source;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.foreign.RelayState;
import dev.headwater.server.log.LoggerLevel;
import dev.headwater.server.role.Protocol;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.LoggerFactory;

/** The texts between nodes, letter by letter: nodes of other releases write them so, and read them. */
class AskWireTest {
    private static final StreamKey SHOW = new StreamKey("live/sports", "show");
    private static final Instant SINCE = Instant.parse("2026-11-21T10:15:30.123Z");
    private static final long CLIENT = 1_795_258_920_123L;
    private static final String LOGGER = "wire.test";

    private static final RelayReport PAUSED = new RelayReport(
            RelayEntry.parse("push", "site live/show rtmp://a.example/app/secret"),
            RelayState.PAUSED,
            SINCE,
            1_000,
            Optional.of(new RelayReport.Failure(SINCE, "refused")));
    private static final String PAUSED_TEXT = """
            {'name':'site','kind':'push','stream':'live/show','server':'rtmp://a.example:1935',\
            'source':'configured','added':false,'state':'paused','since':'2026-11-21T10:15:30.123Z','bytes':1000,'failure':{'at':'2026-11-21T10:15:30.123Z','error':'refused'}}""";

    private static final String FLIGHT_TEXT = """
            {'over':true,'forgotten_events':0,'received_bytes':0,'acknowledged_bytes':0,'queued_bytes':0,'streams':['live/show'],\
            'events':[{'at':'2026-11-21T10:15:30.123Z','event':'pull','text':'live','times':1}]}""";

    private static final String INTAKE_TEXT = """
            'video':{'codec':'avc1','profile':'High','level':'4.1','width':1920,'height':1080,'fps':29.97,'gop_ms':2000,\
            'gop_pictures':60,'bits_per_second':4000000},\
            'audio':{'codec':'mp4a','profile':'LC','sample_rate':48000,'channels':2,'bits_per_second':128000},\
            'measured_ms':10000,'withheld_frames':5""";

    /**
     * An ask and an answer to it. Texts have single quotes.
     *
     * @param fields of the ask
     * @param text of the answer
     */
    record Wire<A>(Ask<A> ask, String name, String fields, A answer, String text) {
        String askText() {
            return json("{'v':1,'from':'edge-1','ask':'%s','fields':%s}".formatted(name, fields));
        }

        String writtenAnswer() {
            return Envelope.answer(ask, answer);
        }

        String answerText() {
            return json("{'v':1,'answer':%s}".formatted(text));
        }

        @Override
        public String toString() {
            return name + fields;
        }
    }

    static final List<Wire<?>> WIRES = List.of(
            new Wire<>(
                    new NodeAsk.Describe(),
                    "describe",
                    "{}",
                    new NodeFigures(3, 1, 2, new TrafficFigures(1L << 40, 5)),
                    """
                            {'connections':3,'publishers':1,'players':2,'received_bytes':1099511627776,'sent_bytes':5}"""),
            new Wire<>(
                    new NodeAsk.ListHistory(7),
                    "history",
                    "{'since':7}",
                    List.of(new NodeSample(1_000_000_010L, 5, 1, 8e6, 4e9, 12e6, 2.5, 0.25)),
                    """
                            {'samples':[{'at':1000000010,'players':5,'publishers':1,'received_bits_per_second':8000000,\
                            'sent_bits_per_second':4000000000,'relayed_bits_per_second':12000000,\
                            'dropped_frames_per_second':2.5,'cpu':0.25}]}"""),
            new Wire<>(
                    new NodeAsk.ListRelays("live", 1_001),
                    "relays",
                    "{'after':'live','limit':1001}",
                    List.of(RelayFigures.of(PAUSED, Source.CONFIGURED)),
                    "{'relays':[%s]}".formatted(PAUSED_TEXT)),
            new Wire<>(new NodeAsk.FindRelay("site"), "relay", "{'name':'site'}", true, "{'configured':true}"),
            new Wire<>(
                    new NodeAsk.ListLogLevels(),
                    "log-levels",
                    "{}",
                    List.of(
                            new LoggerLevel("ROOT", "info", Optional.empty()),
                            new LoggerLevel("dev.headwater", "debug", Optional.of(SINCE))),
                    """
                            {'loggers':[{'logger':'ROOT','level':'info'},\
                            {'logger':'dev.headwater','level':'debug','until':'2026-11-21T10:15:30.123Z'}]}"""),
            new Wire<>(
                    new NodeAsk.SetLogLevel("dev.headwater", "debug", Optional.of(Duration.ofMinutes(10))),
                    "set-log-level",
                    "{'logger':'dev.headwater','level':'debug','ms':600000}",
                    List.of(),
                    "{'loggers':[]}"),
            new Wire<>(
                    new NodeAsk.SetLogLevel("ROOT", "off", Optional.empty()),
                    "set-log-level",
                    "{'logger':'ROOT','level':'off'}",
                    List.of(new LoggerLevel("ROOT", "off", Optional.empty())),
                    "{'loggers':[{'logger':'ROOT','level':'off'}]}"),
            new Wire<>(
                    new NodeAsk.Reload(),
                    "reload",
                    "{}",
                    new ReloadFigures(
                            Optional.empty(),
                            List.of(new Change("play.hold", "10s", "20s")),
                            List.of(new Change("rtmp.port", "1935", "1936"))),
                    """
                            {'changed':[{'key':'play.hold','from':'10s','to':'20s'}],\
                            'needs_restart':[{'key':'rtmp.port','from':'1935','to':'1936'}]}"""),
            new Wire<>(
                    new NodeAsk.Reload(),
                    "reload",
                    "{}",
                    ReloadFigures.failed(new IllegalArgumentException("play.wiat")),
                    "{'changed':[],'needs_restart':[],'problem':'play.wiat'}"),
            new Wire<>(new NodeAsk.Drain(), "drain", "{}", true, "{'draining':true}"),
            new Wire<>(
                    new ClientAsk.ListClients(Optional.of(SHOW), 17, 100),
                    "clients",
                    "{'after':17,'limit':100,'stream':'live/sports/show'}",
                    new ClientPage(
                            20,
                            3,
                            List.of(
                                    new ClientSnapshot(
                                            CLIENT,
                                            Protocol.RTMP,
                                            "[2001:db8::1]:40112",
                                            "FMLE/3.0",
                                            SINCE,
                                            true,
                                            List.of(
                                                    new ClientUse(ClientUse.Kind.PUBLISHER, SHOW, SINCE, 1 << 30, 0),
                                                    new ClientUse(ClientUse.Kind.PLAYER, SHOW, SINCE, 7, 12))),
                                    new ClientSnapshot(9, Protocol.HLS, "127.0.0.1:1", "", SINCE, false, List.of()))),
                    """
                            {'total':20,'left':3,'clients':[{'number':1795258920123,'protocol':'rtmp',\
                            'peer':'[2001:db8::1]:40112','software':'FMLE/3.0','since':'2026-11-21T10:15:30.123Z','slowed':true,\
                            'uses':[{'stream':'live/sports/show','since':'2026-11-21T10:15:30.123Z','bytes':1073741824,\
                            'dropped_frames':0,'publishes':true},\
                            {'stream':'live/sports/show','since':'2026-11-21T10:15:30.123Z','bytes':7,\
                            'dropped_frames':12,'publishes':false}]},\
                            {'number':9,'protocol':'hls','peer':'127.0.0.1:1','software':'','since':'2026-11-21T10:15:30.123Z',\
                            'slowed':false,'uses':[]}]}"""),
            new Wire<>(
                    new ClientAsk.ListClients(Optional.empty(), 0, Ask.MAX_ITEMS),
                    "clients",
                    "{'after':0,'limit':1000}",
                    new ClientPage(0, 0, List.of()),
                    "{'total':0,'left':0,'clients':[]}"),
            new Wire<>(
                    new ClientAsk.FindClient(CLIENT),
                    "client",
                    "{'number':1795258920123}",
                    new ClientPage(0, 0, List.of()),
                    "{'total':0,'left':0,'clients':[]}"),
            new Wire<>(
                    new ClientAsk.ListApps("", ClientAsk.ListApps.MAX),
                    "apps",
                    "{'after':'','limit':1001}",
                    List.of(),
                    "{'apps':[]}"),
            new Wire<>(
                    new ClientAsk.ListApps("live", 11),
                    "apps",
                    "{'after':'live','limit':11}",
                    List.of(new AppFigures("vod", 1, 3)),
                    "{'apps':[{'app':'vod','publishers':1,'players':3}]}"),
            new Wire<>(
                    new ClientAsk.KickClient(CLIENT),
                    "kick-client",
                    "{'number':1795258920123}",
                    true,
                    "{'kicked':true}"),
            new Wire<>(
                    new ClientAsk.ClientFlight(7),
                    "client-flight",
                    "{'number':7}",
                    List.of(new Flight(
                            Optional.of(7L),
                            Set.of(SHOW),
                            false,
                            3,
                            new Flight.Bytes(5_000_000_000L, 4_294_967_295L, 8),
                            List.of(new FlightEvent(SINCE, "wants", "no VIDEO", 12)))),
                    """
                            {'flights':[{'over':false,'forgotten_events':3,'received_bytes':5000000000,\
                            'acknowledged_bytes':4294967295,'queued_bytes':8,'streams':['live/sports/show'],\
                            'events':[{'at':'2026-11-21T10:15:30.123Z','event':'wants','text':'no VIDEO','times':12}],\
                            'client':7}]}"""),
            new Wire<>(
                    new StreamAsk.ListStreams(List.of(SHOW, new StreamKey("live", "other"))),
                    "streams",
                    "{'keys':['live/sports/show','live/other']}",
                    List.of(
                            new StreamFigures(
                                    SHOW,
                                    1,
                                    2,
                                    7,
                                    9,
                                    new TrafficFigures(78, 1L << 40),
                                    Optional.of(new PublisherFigures(CLIENT, "192.0.2.1:4", "FMLE/3.0", SINCE)),
                                    new StreamPlace(
                                            5,
                                            Optional.of("live"),
                                            Optional.of("edge-3"),
                                            ControlRig.INTAKE,
                                            Optional.of(ControlRig.RECORDING))),
                            new StreamFigures(
                                    new StreamKey("live", "other"),
                                    0,
                                    1,
                                    0,
                                    0,
                                    TrafficFigures.NONE,
                                    Optional.empty(),
                                    new StreamPlace(
                                            0,
                                            Optional.of("resolving"),
                                            Optional.empty(),
                                            IntakeFigures.NONE,
                                            Optional.empty()))),
                    """
                            {'streams':[{'publishers':1,'players':2,'dropped_frames':7,'epoch':5,'pull':'live','via':'edge-3',\
                            %s,'recording':{'file':'live/show-20261122T101500123Z-3.flv'},\
                            'received_bytes':78,'sent_bytes':1099511627776,'stream':'live/sports/show','sent_bits_per_second':9,\
                            'publisher':{'client':1795258920123,'peer':'192.0.2.1:4','software':'FMLE/3.0',\
                            'since':'2026-11-21T10:15:30.123Z'}},\
                            {'publishers':0,'players':1,'dropped_frames':0,'epoch':0,'pull':'resolving',\
                            'received_bytes':0,'sent_bytes':0,'stream':'live/other','sent_bits_per_second':0}]}""".formatted(INTAKE_TEXT)),
            new Wire<>(
                    new StreamAsk.ShowPicture(SHOW),
                    "picture",
                    "{'stream':'live/sports/show'}",
                    Optional.of(ControlRig.JPEG),
                    "{'jpeg':'/9j/+wA='}"),
            new Wire<>(
                    new StreamAsk.ShowPicture(SHOW),
                    "picture",
                    "{'stream':'live/sports/show'}",
                    Optional.<Buffer>empty(),
                    "{}"),
            new Wire<>(
                    new StreamAsk.KickStream(SHOW), "kick-stream", "{'stream':'live/sports/show'}", 2, "{'kicked':2}"),
            new Wire<>(
                    new StreamAsk.StreamFlights(SHOW),
                    "stream-flights",
                    "{'stream':'live/sports/show'}",
                    List.of(ControlRig.FLIGHT),
                    "{'flights':[%s]}".formatted(FLIGHT_TEXT)));

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @ParameterizedTest
    @FieldSource("WIRES")
    void askIsWrittenAndReadSo(Wire<?> wire) {
        assertThat(Envelope.write("edge-1", wire.ask())).isEqualTo(wire.askText());
        assertThat(Envelope.readAsk(wire.askText())).isEqualTo(new Envelope.Asked("edge-1", wire.ask()));
    }

    @ParameterizedTest
    @FieldSource("WIRES")
    void answerIsReadSo(Wire<?> wire) {
        assertThat((Object) Envelope.readAnswer(wire.ask(), wire.answerText())).isEqualTo(wire.answer());
    }

    @ParameterizedTest
    @FieldSource("WIRES")
    void answerIsWrittenSo(Wire<?> wire) {
        assertThat(wire.writtenAnswer()).isEqualTo(wire.answerText());
    }

    @Test
    void everyAskIsHere() {
        assertThat(WIRES.stream().map(wire -> wire.ask().getClass()).distinct())
                .hasSize(Stream.of(Ask.class.getPermittedSubclasses())
                        .mapToInt(subject -> subject.getPermittedSubclasses().length)
                        .sum());
    }

    @Test
    void nodeAnswersOnTheBusSo() {
        LoggerFactory.getLogger(LOGGER); // so that there is one
        try (var rig = new ControlRig("relays.push=site live/show rtmp://a.example/app/secret")) {
            rig.publish("live/show", 1);
            rig.reports(PAUSED);
            String none = "{'total':0,'left':0,'clients':[]}";
            assertAnswer(rig, "describe", "{}", """
                    {'connections':0,'publishers':0,'players':0,'received_bytes':0,'sent_bytes':0}""");
            assertAnswer(rig, "history", "{'since':9000000000}", "{'samples':[]}");
            assertAnswer(rig, "relays", "{'after':'','limit':1001}", "{'relays':[%s]}".formatted(PAUSED_TEXT));
            assertAnswer(rig, "relays", "{'after':'site','limit':1001}", "{'relays':[]}");
            assertAnswer(rig, "set-log-level", "{'logger':'%s','level':'info'}".formatted(LOGGER), """
                    {'loggers':[{'logger':'wire.test','level':'info'}]}""");
            assertAnswer(rig, "set-log-level", "{'logger':'no.such','level':'info'}", "{'loggers':[]}");
            assertAnswer(rig, "reload", "{}", "{'changed':[],'needs_restart':[]}");
            assertAnswer(rig, "clients", "{'after':0,'limit':10}", none);
            assertAnswer(rig, "client", "{'number':7}", none);
            assertAnswer(rig, "apps", "{'after':'','limit':1001}", "{'apps':[]}");
            assertAnswer(rig, "kick-client", "{'number':7}", "{'kicked':false}");
            assertAnswer(rig, "client-flight", "{'number':7}", "{'flights':[]}");
            assertAnswer(rig, "streams", "{'keys':['live/show','live/none']}", """
                    {'streams':[{'publishers':0,'players':0,'dropped_frames':0,'epoch':3,'pull':'live','via':'b',%s,\
                    'recording':{'file':'live/show-20261122T101500123Z-3.flv'},\
                    'received_bytes':0,'sent_bytes':0,'stream':'live/show','sent_bits_per_second':0}]}""".formatted(INTAKE_TEXT));
            assertAnswer(rig, "picture", "{'stream':'live/show'}", "{'jpeg':'/9j/+wA='}");
            assertAnswer(rig, "picture", "{'stream':'live/none'}", "{}");
            assertAnswer(rig, "stream-flights", "{'stream':'live/show'}", "{'flights':[%s]}".formatted(FLIGHT_TEXT));
            assertAnswer(rig, "kick-stream", "{'stream':'live/show'}", "{'kicked':1}");
            assertAnswer(rig, "drain", "{}", "{'draining':true}");
            rig.drained().await();
        }
    }

    private static void assertAnswer(ControlRig rig, String name, String fields, String answer) {
        var text = json("{'v':1,'from':'edge-1','ask':'%s','fields':%s}".formatted(name, fields));
        var reply = rig.vertx()
                .eventBus()
                .<String>request(NodeControl.address(ControlRig.SELF), text)
                .await();
        assertThat(reply.body()).as(name).isEqualTo(json("{'v':1,'answer':%s}".formatted(answer)));
        if (reply.replyAddress() != null) {
            reply.reply(""); // it has come
        }
    }
}
