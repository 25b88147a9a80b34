package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many edges there are follows what more edges can help, by the HPA as by KEDA. */
class AutoscalerTest {
    @TempDir
    private Path folder;

    /** Two pods: a good evening, with four bad lines in a hundred players; then nobody is there. */
    @Test
    void badLinesAndAnEmptyHouseCallForNoPod() throws IOException {
        assertThatTheyAsk("""
                - name: a good evening
                  interval: 15s
                  input_series:
                    - {series: 'headwater_sent_bytes_total{namespace="headwater", pod="headwater-edge-a"}', values: '0+1500000000x8'}
                    - {series: 'headwater_sent_bytes_total{namespace="headwater", pod="headwater-edge-b"}', values: '0+1500000000x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="true"}', values: '0+1500x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="false"}', values: '0+36000x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-b", behind="true"}', values: '0+1500x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-b", behind="false"}', values: '0+36000x8'}
                    - {series: 'headwater_event_loop_lag_seconds_sum{namespace="headwater", pod="headwater-edge-a"}', values: '0+0.3x8'}
                    - {series: 'headwater_event_loop_lag_seconds_count{namespace="headwater", pod="headwater-edge-a"}', values: '0+600x8'}
                    - {series: 'headwater_event_loop_lag_seconds_sum{namespace="headwater", pod="headwater-edge-b"}', values: '0+0.3x8'}
                    - {series: 'headwater_event_loop_lag_seconds_count{namespace="headwater", pod="headwater-edge-b"}', values: '0+600x8'}
                  promql_expr_test:
                    - {expr: 'headwater_players_behind_ratio > bool 0.05', eval_time: 2m, exp_samples: [
                        {labels: '{pod="headwater-edge-a"}', value: 0}, {labels: '{pod="headwater-edge-b"}', value: 0}]}
                    - {expr: 'headwater_event_loop_lag_mean_seconds > bool 0.002', eval_time: 2m, exp_samples: [
                        {labels: '{pod="headwater-edge-a"}', value: 0}, {labels: '{pod="headwater-edge-b"}', value: 0}]}
                    - {expr: 'headwater_sent_bytes_per_second > bool 200000000', eval_time: 2m, exp_samples: [
                        {labels: '{pod="headwater-edge-a"}', value: 0}, {labels: '{pod="headwater-edge-b"}', value: 0}]}
                    - {expr: 'keda:players_behind > bool 0.05', eval_time: 2m, exp_samples: [{value: 0}]}
                    - {expr: 'keda:event_loop_lag > bool 0.002', eval_time: 2m, exp_samples: [{value: 0}]}
                    - {expr: 'keda:sent_bytes > bool 400000000', eval_time: 2m, exp_samples: [{value: 0}]}
                - name: nobody is there
                  interval: 15s
                  input_series:
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="true"}', values: '0x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="false"}', values: '0x8'}
                  promql_expr_test:
                    - {expr: headwater_players_behind_ratio, eval_time: 2m, exp_samples: [
                        {labels: 'headwater_players_behind_ratio{pod="headwater-edge-a"}', value: 0}]}
                    - {expr: 'keda:players_behind', eval_time: 2m, exp_samples: [{labels: 'keda:players_behind', value: 0}]}
                """);
    }

    /** A pod that sends less than it may, since it cannot: its uplink is full, or its loops are late. */
    @Test
    void aPodThatCannotKeepUpCallsForOthers() throws IOException {
        assertThatTheyAsk("""
                - name: too much to do
                  interval: 15s
                  input_series:
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="true"}', values: '0+15000x8'}
                    - {series: 'headwater_player_deliveries_total{namespace="headwater", pod="headwater-edge-a", behind="false"}', values: '0+15000x8'}
                    - {series: 'headwater_event_loop_lag_seconds_sum{namespace="headwater", pod="headwater-edge-a"}', values: '0+30x8'}
                    - {series: 'headwater_event_loop_lag_seconds_count{namespace="headwater", pod="headwater-edge-a"}', values: '0+600x8'}
                  promql_expr_test:
                    - {expr: 'headwater_players_behind_ratio > bool 0.2', eval_time: 2m, exp_samples: [
                        {labels: '{pod="headwater-edge-a"}', value: 1}]}
                    - {expr: 'headwater_event_loop_lag_mean_seconds > bool 0.02', eval_time: 2m, exp_samples: [
                        {labels: '{pod="headwater-edge-a"}', value: 1}]}
                    - {expr: 'keda:players_behind > bool 0.2', eval_time: 2m, exp_samples: [{value: 1}]}
                    - {expr: 'keda:event_loop_lag > bool 0.02', eval_time: 2m, exp_samples: [{value: 1}]}
                """);
    }

    @Test
    void theAdapterServesWhatTheHpaAsksForAndKedaWantsTheSame() {
        var wanted = Monitoring.yaml(Monitoring.COMPONENTS.resolve(Path.of("hpa", "hpa.yaml")))
                .getJsonObject("spec")
                .getJsonArray("metrics")
                .stream()
                .map(metric -> ((JsonObject) metric).getJsonObject("pods"))
                .toList();

        assertThat(wanted)
                .extracting(metric -> metric.getJsonObject("metric").getString("name"))
                .containsExactlyElementsOf(Monitoring.adapterQueries().stream()
                        .map(Monitoring.ScalingQuery::name)
                        .toList());
        assertThat(wanted)
                .extracting(metric -> metric.getJsonObject("target").getString("averageValue"))
                .containsExactly("500M", "200m", "20m");
        assertThat(Monitoring.kedaTriggers()
                        .map(trigger -> trigger.getJsonObject("metadata").getString("threshold")))
                .containsExactly("500000000", "0.2", "0.02");
    }

    private void assertThatTheyAsk(String cases) throws IOException {
        var rules = new JsonArray();
        Stream.concat(perPod(), Monitoring.kedaQueries().stream().map(AutoscalerTest::ofKeda))
                .forEach(query ->
                        rules.add(new JsonObject().put("record", query.name()).put("expr", query.expression())));
        var group = new JsonObject()
                .put("name", "autoscalers")
                .put("interval", "15s")
                .put("rules", rules);
        Files.writeString( // JSON is YAML
                folder.resolve("queries.yml"),
                new JsonObject().put("groups", new JsonArray().add(group)).encodePrettily());
        var test = Files.writeString(
                folder.resolve("queries.test.yml"),
                "rule_files: [queries.yml]\nevaluation_interval: 15s\ntests:\n" + cases);

        Promtool.run("test", "rules", test.toString());
    }

    /** As prometheus-adapter fills them in. */
    private static Stream<Monitoring.ScalingQuery> perPod() {
        return Monitoring.adapterQueries().stream()
                .map(query -> new Monitoring.ScalingQuery(
                        query.name(),
                        query.expression()
                                .replace("<<.LabelMatchers>>", "namespace=\"headwater\",pod=~\"headwater-edge-.*\"")
                                .replace("<<.GroupBy>>", "pod")));
    }

    private static Monitoring.ScalingQuery ofKeda(Monitoring.ScalingQuery query) {
        return new Monitoring.ScalingQuery("keda:" + query.name().replace('-', '_'), query.expression());
    }
}
