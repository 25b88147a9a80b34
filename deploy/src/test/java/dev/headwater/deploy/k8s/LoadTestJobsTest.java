package dev.headwater.deploy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.HeadwaterCommand;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParseResult;

class LoadTestJobsTest {
    private final Manifests loadtest = Manifests.of("loadtest");

    /** As a pod gives it, with something in place of what Kubernetes fills in. */
    private ParseResult command(String job) {
        var arguments =
                loadtest
                        .the(Job.class, job)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getArgs()
                        .stream()
                        .map(argument -> argument.replaceAll("\\$\\(\\w+\\)", "x"))
                        .toArray(String[]::new);
        var load = HeadwaterCommand.commandLine().parseArgs(arguments).subcommand();
        return Objects.requireNonNull(load.subcommand());
    }

    private static Duration time(ParseResult command, String option) {
        return Objects.requireNonNull(command.<Duration>matchedOptionValue(option, null));
    }

    @Test
    void playersPlayWhatPublishersPublishAndLeaveBeforeThem() {
        var publishers = command("headwater-load-publishers");
        var players = command("headwater-load-players");

        assertThat(publishers.commandSpec().name()).isEqualTo("publish");
        assertThat(players.commandSpec().name()).isEqualTo("play");
        assertThat(players.<Integer>matchedOptionValue("--streams", 0))
                .isEqualTo(publishers.<Integer>matchedOptionValue("--publishers", 0));
        assertThat(players.matchedOption("--url").stringValues().getFirst()).endsWith("/load/bench%d");
        assertThat(publishers.matchedOption("--url").stringValues().getFirst()).contains("/load/bench%d?key=");
        assertThat(time(publishers, "--duration"))
                .isGreaterThan(time(players, "--duration").plus(time(players, "--patience")));
    }

    /** A pod that missed a bound has made its report, and the others are to make theirs. */
    @Test
    void onePodThatFailsEndsNoOther() {
        for (var job : loadtest.all(Job.class)) {
            assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
            assertThat(job.getSpec().getBackoffLimitPerIndex()).isZero();
            assertThat(job.getSpec().getBackoffLimit()).isNull();
        }
    }

    @Test
    void itsPodsMayAskNodesForTheirMetrics() {
        var ports = loadtest.all(NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getStrVal());
        assertThat(ports.filter(Objects::nonNull))
                .containsExactlyInAnyOrderElementsOf(List.of("rtmp", "http", "management"));
        assertThat(loadtest.all(Job.class))
                .allSatisfy(job -> assertThat(
                                job.getSpec().getTemplate().getMetadata().getLabels())
                        .containsEntry("headwater.dev/operator", "true"));
    }
}
