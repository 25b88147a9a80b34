package dev.headwater.deploy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sentence of the manifests' security. */
class PodSecurityTest {
    static Stream<String> everything() {
        return Stream.concat(overlays(), Stream.of("loadtest", "loadtest/reader.yaml"));
    }

    static Stream<String> overlays() {
        return Stream.concat(Stream.of("base"), Manifests.OVERLAYS.stream());
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nobodyRunsAsRoot(String overlay) {
        for (var pod : Manifests.of(overlay).pods()) {
            var context = pod.getSpec().getSecurityContext();
            assertThat(context.getRunAsNonRoot()).isTrue();
            assertThat(context.getRunAsUser()).isEqualTo(10001);
            assertThat(context.getRunAsGroup()).isEqualTo(10001);
            assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aContainerMayDoNothingBesides(String overlay) {
        for (var container : Manifests.of(overlay).containers()) {
            var context = container.getSecurityContext();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
            assertThat(context.getPrivileged()).isNull();
            assertThat(container.getPorts()).allSatisfy(port -> {
                assertThat(port.getHostPort()).isNull();
                assertThat(port.getContainerPort()).isGreaterThanOrEqualTo(1024);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aPodHasNothingOfItsMachineAndNoTokenOfTheApi(String overlay) {
        for (var pod : Manifests.of(overlay).pods()) {
            var spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).isFalse();
            assertThat(spec.getHostNetwork()).isNull();
            assertThat(spec.getHostPID()).isNull();
            assertThat(spec.getHostIPC()).isNull();
            assertThat(spec.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        }
        assertThat(Manifests.of(overlay).all(ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theNamespaceTakesNoOtherPods(String overlay) {
        assertThat(Manifests.of(overlay).all(Namespace.class))
                .singleElement()
                .satisfies(namespace -> assertThat(namespace.getMetadata().getLabels())
                        .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void secretsAreReferredToAndNeverThere(String overlay) {
        var manifests = Manifests.of(overlay);
        assertThat(manifests.objects()).noneMatch(object -> object.getKind().equals("Secret"));
        for (var container : manifests.containers()) {
            assertThat(container.getEnv())
                    .filteredOn(variable -> variable.getName().matches(".*(SECRET|TOKEN|KEY|PASSWORD).*"))
                    .allSatisfy(variable -> assertThat(variable.getValueFrom().getSecretKeyRef())
                            .isNotNull());
        }
        assertThat(manifests.all(ConfigMap.class))
                .allSatisfy(map -> assertThat(map.getData().toString())
                        .doesNotContainPattern("(?m)^\\s*(secret|tokens|keys|signing-secrets|users):"));
    }

    // ---- the network

    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsNotSaidIsDenied(String overlay) {
        var deny = Manifests.of(overlay)
                .the(NetworkPolicy.class, "headwater-default-deny")
                .getSpec();
        assertThat(deny.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(deny.getPodSelector().getMatchLabels()).isEmpty();
        assertThat(deny.getIngress()).isEmpty();
        assertThat(deny.getEgress()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyPortIsLetInByOnePolicy(String overlay) {
        var manifests = Manifests.of(overlay);
        var letIn = manifests.all(NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getPorts().stream())
                .map(PodSecurityTest::name)
                .toList();
        for (var container : manifests.containers()) {
            assertThat(container.getPorts())
                    .allSatisfy(port -> assertThat(letIn).containsOnlyOnce(port.getName()));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void onlyNodesReachTheRelayTheClusterAndTheEventBus(String overlay) {
        for (var policy : Manifests.of(overlay).all(NetworkPolicy.class)) {
            for (var rule : policy.getSpec().getIngress()) {
                var ports = rule.getPorts().stream().map(PodSecurityTest::name).toList();
                if (ports.stream().anyMatch(List.of("relay", "cluster", "event-bus")::contains)) {
                    assertThat(rule.getFrom()).singleElement().satisfies(peer -> {
                        assertThat(peer.getPodSelector().getMatchLabels()).containsEntry("headwater.dev/node", "true");
                        assertThat(peer.getNamespaceSelector()).isNull();
                    });
                }
                if (ports.contains("management")) {
                    assertThat(rule.getFrom()).isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void noServiceForClientsHasAPortOfTheNodes(String overlay) {
        for (var service : Manifests.of(overlay).all(Service.class)) {
            if ("LoadBalancer".equals(service.getSpec().getType())) {
                assertThat(service.getSpec().getPorts().stream().map(ServicePort::getName))
                        .doesNotContain("relay", "cluster", "event-bus", "management");
            }
        }
    }

    @Test
    void theMachinesMetadataIsOutOfReach() {
        var egress = Manifests.of("components/callbacks/network-policy.yaml")
                .all(NetworkPolicy.class)
                .getFirst()
                .getSpec()
                .getEgress();
        assertThat(egress.getFirst().getTo().getFirst().getIpBlock().getExcept())
                .contains("169.254.0.0/16");
    }

    private static String name(NetworkPolicyPort port) {
        return port.getPort().getStrVal();
    }
}
