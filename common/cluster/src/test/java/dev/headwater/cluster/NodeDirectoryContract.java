package dev.headwater.cluster;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** What every {@link NodeDirectory} does. Run against each of them. */
public interface NodeDirectoryContract {
    /** The directory as some node sees it; another one each time, where there are several. */
    NodeDirectory nodes();

    /** Lets more time pass than a record lives, really or for this directory's clock. */
    void outliveRecords();

    static NodeRecord node(String nodeId, double load) {
        return TestNode.origin(nodeId)
                .zone("west")
                .run(7)
                .hosts(nodeId + ".example", "127.0.0.1", nodeId + ".public.example")
                .rtmp(1_935)
                .rtmps(1_936)
                .http(8_080)
                .https(8_443)
                .relay(19_350)
                .management(1_985)
                .load(load)
                .refusals(new Refusals(true, false, true))
                .record();
    }

    @Test
    default void anAnnouncedNodeIsListedWithItsNewestRecord() {
        get(nodes().announce(node("n1", 0.25)));
        get(nodes().announce(node("n1", 0.75)));
        assertThat(get(nodes().nodes())).contains(node("n1", 0.75)).doesNotContain(node("n1", 0.25));
    }

    @Test
    default void aWithdrawnNodeIsNotListed() {
        get(nodes().announce(node("n2", 0)));
        get(nodes().withdraw("n2"));
        get(nodes().withdraw("n2")); // once more is harmless
        assertThat(get(nodes().nodes())).extracting(NodeRecord::nodeId).doesNotContain("n2");
    }

    @Test
    default void aNodeThatAnnouncesNoMoreIsForgotten() {
        get(nodes().announce(node("n3", 0)));
        assertThat(get(nodes().nodes())).extracting(NodeRecord::nodeId).contains("n3");
        outliveRecords();
        await().until(() -> get(nodes().nodes()).stream()
                .noneMatch(record -> record.nodeId().equals("n3")));
    }
}
