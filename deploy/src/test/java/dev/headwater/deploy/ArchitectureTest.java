package dev.headwater.deploy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.headwater.media.StreamKey;
import io.vertx.core.spi.cluster.ClusterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, and the parts of the house style that a machine can see. */
class ArchitectureTest {
    private static final String ROOT = "dev.headwater.";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Product code alone: no tests, and not the testkit. */
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("/testkit/"))
            .withImportOption((Location location) -> !location.contains("headwater-testkit"))
            .importPackages("dev.headwater");

    /** Each package, and the packages that it may know. What is not here may not exist. */
    private static final Map<String, List<String>> LAYERS = layers();

    private static Map<String, List<String>> layers() {
        var layers = new LinkedHashMap<String, List<String>>();
        layers.put("rtmp", List.of());
        layers.put("rtmp.amf", List.of("rtmp"));
        layers.put("rtmp.chunk", List.of("rtmp"));
        layers.put("rtmp.handshake", List.of("rtmp"));
        layers.put("rtmp.message", List.of("rtmp", "rtmp.amf", "rtmp.chunk"));
        layers.put("rtmp.session", List.of("rtmp", "rtmp.amf", "rtmp.chunk", "rtmp.handshake", "rtmp.message"));
        layers.put("media", List.of());
        layers.put("media.flv", List.of("media"));
        layers.put("media.format", List.of("media"));
        layers.put("media.fmp4", List.of("media", "media.format"));
        layers.put("media.ts", List.of("media", "media.format"));
        layers.put("media.segment", List.of("media", "media.format", "media.fmp4", "media.ts"));
        layers.put("media.playlist", List.of("media", "media.format", "media.segment"));
        layers.put("media.hub", List.of("media", "media.format"));
        layers.put("cluster", List.of("media"));
        layers.put("cluster.hazelcast", List.of("cluster", "media"));

        var modules = List.copyOf(layers.keySet());
        layers.put("server.config", modules);
        layers.put("server.tracing", List.of());
        layers.put("server.role", plus(modules, "server.tracing"));
        layers.put("server.metrics", plus(modules, "server.role"));
        layers.put("server.tracing.otlp", List.of("server.config", "server.metrics", "server.tracing"));
        layers.put("server.descriptors", List.of());
        layers.put("server.flight", List.of("media", "server.log"));
        layers.put("server.log", List.of("server.config"));
        layers.put("server.web", List.of());
        var lowest = plus(
                modules,
                "server.config",
                "server.role",
                "server.metrics",
                "server.descriptors",
                "server.flight",
                "server.log",
                "server.tracing");
        layers.put("server.net", lowest);
        layers.put("server.auth", plus(lowest, "server.net"));
        layers.put("server.limits", plus(lowest, "server.auth"));
        var servers = plus(lowest, "server.auth", "server.net", "server.limits");
        layers.put("server.record", lowest);
        layers.put("server.hooks", plus(servers, "server.record"));
        layers.put("server.clients", servers);
        layers.put("server.play", plus(servers, "server.clients"));
        layers.put("server.publish", plus(servers, "server.clients"));
        layers.put("server.rtmp", plus(servers, "server.clients", "server.play", "server.publish"));
        layers.put("server.relay", plus(servers, "server.rtmp")); // for its translator
        layers.put("server.route", servers);
        layers.put("server.http", plus(servers, "server.route"));
        layers.put("server.flv", plus(servers, "server.clients", "server.play", "server.publish", "server.http"));
        layers.put("server.page", plus(servers, "server.http", "server.web"));
        layers.put("server.hls", plus(servers, "server.clients", "server.play", "server.http"));
        layers.put("server.thumbnail", plus(servers, "server.http"));
        layers.put("server.admin", plus(servers, "server.web"));
        layers.put("server.foreign", plus(servers, "server.hooks", "server.rtmp", "server.relay"));
        layers.put(
                "server.control", plus(servers, "server.clients", "server.record", "server.foreign", "server.admin"));
        layers.put("server.compat", plus(servers, "server.admin", "server.control"));
        var launch = plus(
                servers,
                "server.hooks",
                "server.record",
                "server.clients",
                "server.play",
                "server.publish",
                "server.rtmp",
                "server.relay",
                "server.route",
                "server.http",
                "server.flv",
                "server.hls",
                "server.log",
                "server.tracing.otlp",
                "server.page",
                "server.thumbnail",
                "server.admin",
                "server.foreign",
                "server.control",
                "server.compat");
        layers.put("server.launch", launch);
        layers.put("server.auth.command", plus(servers, "server.launch"));
        layers.put("origin", plus(launch, "server.launch"));
        layers.put("edge", plus(launch, "server.launch"));

        // of the product the load test knows the wire and the frames alone, as a stranger's client would
        var wireAndFrames = List.of("rtmp", "rtmp.amf", "rtmp.message", "rtmp.session", "media", "media.flv");
        layers.put("loadtest.source", wireAndFrames);
        layers.put("loadtest.check", List.of("media", "loadtest.source"));
        layers.put("loadtest.measure", List.of("loadtest.check"));
        var figures = plus(wireAndFrames, "loadtest.source", "loadtest.check", "loadtest.measure");
        layers.put("loadtest.client", figures);
        layers.put("loadtest.ffmpeg", List.of("loadtest.measure", "loadtest.client"));
        layers.put("loadtest.hls", List.of("loadtest.source", "loadtest.check", "loadtest.client"));
        layers.put("loadtest.run", plus(figures, "loadtest.client", "loadtest.hls"));
        layers.put("loadtest.scrape", List.of());
        layers.put("loadtest.bounds", List.of("loadtest.measure", "loadtest.scrape"));
        layers.put(
                "loadtest.report", List.of("loadtest.measure", "loadtest.scrape", "loadtest.bounds", "loadtest.check"));
        layers.put("loadtest.scenario", plus(figures, "loadtest.client", "loadtest.run", "loadtest.ffmpeg"));
        var run = plus(figures, "loadtest.client", "loadtest.run", "loadtest.scenario", "loadtest.ffmpeg");
        layers.put("loadtest.command", plus(run, "loadtest.scrape", "loadtest.bounds", "loadtest.report"));

        layers.put("loadtest.process", List.of());
        layers.put("loadtest.lab.machine", List.of("loadtest.process"));
        layers.put("loadtest.lab.cluster", List.of("loadtest.process", "loadtest.scrape", "loadtest.lab.machine"));
        layers.put("loadtest.lab.measure", List.of("media", "loadtest.source", "loadtest.check"));
        layers.put("loadtest.lab.client", plus(figures, "loadtest.client", "loadtest.lab.measure"));
        layers.put("loadtest.lab.result", List.of());
        var lab = plus(layers.get("loadtest.lab.client"), "loadtest.lab.client", "loadtest.lab.machine");
        layers.put("loadtest.lab.fault", plus(lab, "loadtest.lab.cluster", "loadtest.lab.result"));
        layers.put(
                "loadtest.lab.command",
                plus(layers.get("loadtest.lab.fault"), "loadtest.lab.fault", "loadtest.process", "loadtest.command"));

        layers.put("deploy.operate", List.of("loadtest.command"));
        layers.put(
                "deploy.configure",
                List.of("media", "deploy.operate", "server.auth", "server.config", "server.launch"));
        layers.put(
                "deploy.client",
                List.of(
                        "media",
                        "media.flv",
                        "media.format",
                        "loadtest.client",
                        "loadtest.command",
                        "loadtest.source"));
        layers.put(
                "deploy.demo",
                List.of(
                        "origin",
                        "edge",
                        "server.config",
                        "server.launch",
                        "loadtest.client",
                        "loadtest.ffmpeg",
                        "loadtest.measure",
                        "loadtest.process",
                        "loadtest.run",
                        "loadtest.source"));
        layers.put(
                "deploy",
                List.of(
                        "deploy.client",
                        "deploy.configure",
                        "deploy.demo",
                        "deploy.operate",
                        "origin",
                        "edge",
                        "server.auth.command",
                        "loadtest.command",
                        "loadtest.process",
                        "loadtest.lab.command"));
        return layers;
    }

    @Test
    void packagesKnowOnlyWhatLiesBelowThem() {
        var architecture = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .ensureAllClassesAreContainedInArchitecture();
        for (var name : LAYERS.keySet()) {
            architecture = architecture.layer(name).definedBy(ROOT + name);
        }
        for (var layer : LAYERS.entrySet()) {
            var mayKnow = layer.getValue();
            architecture = mayKnow.isEmpty()
                    ? architecture.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : architecture.whereLayer(layer.getKey()).mayOnlyAccessLayers(mayKnow.toArray(String[]::new));
        }
        architecture.check(PRODUCT);
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(PRODUCT.stream().map(type -> type.getPackageName().split("\\.", -1)[2]))
                .contains("rtmp", "media", "cluster", "server", "origin", "edge", "loadtest", "deploy");
    }

    @Test
    void theServersPackagesAreListedInTheDocumentationEachAfterThoseThatItKnows() throws IOException {
        var server = LAYERS.keySet().stream()
                .filter(name -> name.startsWith("server."))
                .toList();
        var listed = Files.readAllLines(Path.of("..", "docs", "architecture.md")).stream()
                .dropWhile(line -> !line.equals("### The packages of common/server"))
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> QUOTED.matcher(line.split("\\|", -1)[1]).results())
                .map(name -> "server." + name.group(1))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(server);
        for (int i = 0; i < listed.size(); i++) {
            var known = LAYERS.getOrDefault(listed.get(i), List.of()).stream().filter(server::contains);
            assertThat(listed.subList(0, i)).as(listed.get(i)).containsAll(known.toList());
        }
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void theWireAndTheStreamKnowNoVertx() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "rtmp..", ROOT + "media..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..")
                .check(PRODUCT);
    }

    @Test
    void theLoadTestKnowsNoVertx() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "loadtest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..")
                .check(PRODUCT);
    }

    @Test
    void theWireDoesNoInputAndOutput() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "rtmp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "java.net..", "java.nio.channels..", "java.util.concurrent..")
                .check(PRODUCT);
    }

    @Test
    void onlyOnePackageKnowsHazelcast() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cluster.hazelcast")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..")
                .check(PRODUCT);
    }

    @Test
    void theClusterKnowsOfMediaOnlyTheKeyOfAStream() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "cluster..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "media..").and(not(equivalentTo(StreamKey.class))))
                .check(PRODUCT);
    }

    @Test
    void noPackageIsADrawerForEverything() {
        noClasses()
                .should()
                .resideInAnyPackage(Stream.of("util", "utils", "common", "core", "helper", "misc", "base", "impl")
                        .map(name -> ".." + name + "..")
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    @Test
    void noClassIsNamedAfterNothing() {
        noClasses()
                .that()
                .areNotAssignableTo(ClusterManager.class) // Vert.x's word for its port, which we adapt
                .should()
                .haveNameMatching(".*\\.(Abstract\\w*|[\\w$]*(Manager|Helper|Utils?|Impl))")
                .check(PRODUCT);
    }

    @Test
    void nothingWaitsForALock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks")
                .check(PRODUCT);
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(ClusterManager.class) // overrides synchronized methods of Vert.x's own adapter
                .should()
                .haveModifier(SYNCHRONIZED)
                .check(PRODUCT);
    }

    @Test
    void noBlockIsSynchronized() {
        assertThat(PRODUCT.stream().filter(MonitorUse::isIn)).isEmpty();
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .check(PRODUCT);
    }

    private static List<String> plus(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
