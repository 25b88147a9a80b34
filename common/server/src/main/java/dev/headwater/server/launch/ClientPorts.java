package dev.headwater.server.launch;

import dev.headwater.server.clients.Clients;
import dev.headwater.server.control.Pictures;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.flv.FlvRoutes;
import dev.headwater.server.flv.FlvService;
import dev.headwater.server.http.HttpService;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.http.RouteHandler;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.route.Routes;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The ports that broadcasters and players come to, the same at both roles: RTMP, HTTP with all that it serves, and both within TLS. */
public final class ClientPorts {
    private final RtmpPart rtmp;
    private final HlsPart hls;
    private final Pictures pictures;
    private final List<Part> parts = new ArrayList<>();

    /**
     * Who is let in, and what then happens.
     *
     * @param source of what players get
     * @param rtmpSource the same for players by RTMP, whom it may send to another node
     * @param published what is published at this node and nothing else, for operators, whose looking pulls nothing
     * @param routes where a stream is best played
     */
    public record Doors(
            AccessPart access,
            LimitsPart limits,
            PublishGate gate,
            StreamSource source,
            StreamSource rtmpSource,
            StreamSource published,
            Routes routes) {}

    public ClientPorts(NodeRole.Surroundings node, FlightRecorder flights, Doors doors) {
        var config = node.config();
        var metrics = node.metrics();
        var running = node.running();
        var access = doors.access().access();
        var limits = doors.limits().limits();
        var clients = new Clients(flights, node.trace());
        var descriptors =
                new DescriptorBudget(node.vertx(), config.descriptors().reserve());
        Supplier<Duration> notice = () -> running.now().shutdown().notice();
        rtmp = new RtmpPart(
                node.vertx(),
                new RtmpService(
                        "rtmp",
                        running.derived(Settings::rtmp),
                        access,
                        limits,
                        doors.gate(),
                        doors.rtmpSource(),
                        PlayGreeting.NONE,
                        CallerResolver.PUBLIC,
                        metrics.rtmp),
                Settings.rtmpPort(config),
                config.eventLoops(),
                notice,
                clients,
                descriptors);
        hls = new HlsPart(node, access, limits.uses(), doors.source(), clients);
        var served = new ArrayList<MediaRoutes>();
        served.add(new RouteHandler(doors.routes(), access, hls::serves, metrics.routes));
        served.add(new FlvRoutes(new FlvService(
                running.derived(Settings::flv), clients, access, limits, doors.gate(), doors.source(), metrics.http)));
        served.add(hls.routes());
        var viewers = new ViewerRoutes(node);
        pictures = viewers.pictures(doors.published());
        served.addAll(viewers.routes(access, doors.source()));
        var http = new HttpPart(
                node.vertx(),
                new HttpService(
                        running.derived(Settings::http),
                        config.http().maxHeaderBytes(),
                        descriptors,
                        limits.connects(),
                        metrics.http,
                        served),
                Settings.httpPort(config),
                config.eventLoops(),
                notice);
        parts.addAll(List.of(hls, rtmp, http));
        parts.addAll(TlsPart.of(node, rtmp, http));
    }

    /** The port without TLS that knows the clients of all ports. */
    public RtmpPart rtmp() {
        return rtmp;
    }

    /** {@link dev.headwater.server.hls.HlsSessions#load}. */
    double hlsLoad() {
        return hls.load();
    }

    /** Of the streams that are published here. */
    Pictures pictures() {
        return pictures;
    }

    /** In the order of their start. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }
}
