package dev.headwater.deploy.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** KEDA's keda.sh/v1alpha1 ScaledObject, of which there is no model elsewhere: the fields that it has. */
@JsonDeserialize(using = JsonDeserializer.None.class) // else the models' own would look for its kind
final class ScaledObject implements HasMetadata {
    private static final long serialVersionUID = 1L;

    @JsonProperty
    private ObjectMeta metadata = new ObjectMeta();

    @JsonProperty
    private String apiVersion = "";

    @JsonProperty
    private transient @Nullable Spec spec;

    record Spec(
            Target scaleTargetRef,
            Integer pollingInterval,
            Integer cooldownPeriod,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Advanced(Boolean restoreToOriginalReplicaCount, Hpa horizontalPodAutoscalerConfig) {}

    record Hpa(String name, HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, String name, String metricType, Map<String, String> metadata) {}

    Spec spec() {
        return Objects.requireNonNull(spec);
    }

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    /** As the manifest says, which chose this class by it. */
    @JsonProperty
    void setKind(String kind) {
        if (!kind.equals("ScaledObject")) {
            throw new IllegalArgumentException(kind);
        }
    }

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public void setApiVersion(String version) {
        apiVersion = version;
    }
}
