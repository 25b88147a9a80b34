package dev.headwater.server.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.testkit.Clip;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a stream that is published on a loop of its own. */
class ThumbnailsTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    /** As if it were a picture: its first bytes, and which run of the program has made it. */
    private static final String COUNTING =
            "cat >/dev/null; echo >> \"$0.runs\"; printf '\\377\\330'; wc -l < \"$0.runs\"";

    private final Vertx vertx = Vertx.vertx();
    private final EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    private final AtomicInteger opened = new AtomicInteger();
    private final LiveStream stream = MadeUp.stream(SHOW, loop, Clip.H264);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        MadeUp.end(stream);
        vertx.close().await();
    }

    private Thumbnails thumbnails(Duration maxAge) {
        return thumbnails(new MadeUp.Settings(maxAge, Duration.ofSeconds(2)));
    }

    private Thumbnails thumbnails(MadeUp.Settings settings) {
        return new Thumbnails(vertx, this::open, MadeUp.program(folder, COUNTING), settings);
    }

    private Future<PlayDecision> open(PlayRequest request) {
        opened.incrementAndGet();
        if (request.key().equals(SHOW)) {
            return Future.succeededFuture(new PlayDecision.Found(stream));
        }
        Promise<PlayDecision> waits = Promise.promise();
        request.left().onSuccess(left -> waits.complete(PlayDecision.NOT_FOUND));
        return waits.future();
    }

    private String picture(Thumbnails thumbnails) {
        return thumbnails.of(SHOW, "peer", loop).await().jpeg().getString(2, 3);
    }

    @Test
    void oneIsMadeForAllWhoAskWhileItIsFresh() {
        var thumbnails = thumbnails(Duration.ofMinutes(1));
        var asked = List.of(thumbnails.of(SHOW, "a", loop), thumbnails.of(SHOW, "b", loop));
        assertThat(asked.getFirst().await()).isSameAs(asked.getLast().await());
        assertThat(picture(thumbnails)).isEqualTo("1");
        assertThat(opened).hasValue(1);
        assertThat(stream.players()).isZero();
    }

    @Test
    void olderOneIsMadeAnew() {
        var thumbnails = thumbnails(Duration.ofMillis(1));
        assertThat(picture(thumbnails)).isEqualTo("1");
        await().until(() -> picture(thumbnails).equals("2"));
    }

    /** As many names as are kept, and more, of streams that nobody publishes. */
    @Test
    void namesThatNobodyPublishesTakeNoPicturesPlace() {
        var settings = new MadeUp.Settings();
        var thumbnails = thumbnails(settings);
        assertThat(picture(thumbnails)).isEqualTo("1");
        int kept = settings.kept();
        var none = IntStream.range(0, 3 * kept)
                .mapToObj(i -> thumbnails.of(new StreamKey("live", "none-" + i), "peer", loop))
                .toList();
        assertThat(opened).as("looked for at once").hasValue(1 + kept);
        none.forEach(future -> assertThatThrownBy(future::await).isInstanceOf(NoPictureException.class));
        assertThat(picture(thumbnails)).as("still the first").isEqualTo("1");
    }

    @Test
    void nobodyWaitsForEverForAStreamThatIsNotThere() {
        var thumbnails = thumbnails(Duration.ofMinutes(1));
        assertThatThrownBy(() -> thumbnails
                        .of(new StreamKey("live", "none"), "peer", loop)
                        .await())
                .hasMessageContaining("no key frame within thumbnail.timeout");
    }
}
