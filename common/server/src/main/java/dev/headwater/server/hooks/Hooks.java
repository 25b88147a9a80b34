package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.UseListener;
import dev.headwater.server.config.AppHooksConfig;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.metrics.HookMeters;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The callbacks of a node while its configuration changes, and what they are still to be told. Thread-safe. */
public final class Hooks {
    private final Vertx vertx;
    private final HookMeters metrics;
    private final WantedRelays relays;
    private final Asked letIn = new Asked();
    private final Map<HookTarget.Id, Notifications> notifications = new ConcurrentHashMap<>();
    private volatile HookBook book;

    public Hooks(Vertx vertx, NodeConfig config, Pushes pushes, PullRequests pulls, HookMeters metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        relays = new WantedRelays(new SafeAddresses(vertx), pushes, pulls, config);
        book = book(config, Optional.empty());
        queueFor(book);
    }

    /** Those of a configuration that may come to hold. What it does not change is taken over, with all that is open or known. */
    public HookBook prepare(NodeConfig next) {
        return book(next, Optional.of(book));
    }

    private HookBook book(NodeConfig next, Optional<HookBook> before) {
        var byApp = new HashMap<String, AppHooks>();
        next.apps()
                .forEach((app, own) -> byApp.put(
                        app, hooks("app=" + app, own.hooks(), next, before.flatMap(known -> known.own(app)))));
        return new HookBook(
                this,
                next,
                hooks("all apps", next.hooks(), next, before.map(HookBook::common)),
                byApp,
                before.filter(known -> known.config().equals(next.hooks()))
                        .map(HookBook::ofNode)
                        .orElseGet(() -> ofNode(next)));
    }

    private AppHooks hooks(String owner, AppHooksConfig app, NodeConfig node, Optional<AppHooks> before) {
        return before.filter(known -> known.isFor(app, node.hooks())).orElseGet(() -> {
            var urls = new EnumMap<HookEvent, List<URI>>(HookEvent.class);
            urls.put(HookEvent.CONNECT, app.onConnect().orElse(List.of()));
            urls.put(HookEvent.CLOSE, app.onClose().orElse(List.of()));
            urls.put(HookEvent.PUBLISH, app.onPublish().orElse(List.of()));
            urls.put(HookEvent.UNPUBLISH, app.onUnpublish().orElse(List.of()));
            urls.put(HookEvent.PLAY, app.onPlay().orElse(List.of()));
            urls.put(HookEvent.STOP, app.onStop().orElse(List.of()));
            urls.put(HookEvent.DONE, app.onDone().orElse(List.of()));
            urls.put(HookEvent.RECORD, app.onRecord().orElse(List.of()));
            urls.put(HookEvent.UPDATE, app.onUpdate().orElse(List.of()));
            var targets =
                    targets(owner, urls, app, node, Dialect.of(app, node.node().name()));
            return new AppHooks(app, node.hooks(), targets, relays, letIn, metrics);
        });
    }

    private HookTargets ofNode(NodeConfig node) {
        var urls = Map.of(HookEvent.NODE, node.hooks().onNode().orElse(List.of()));
        return targets(
                "the node",
                urls,
                node.hooks(),
                node,
                new NativeDialect(node.node().name()));
    }

    private HookTargets targets(
            String owner, Map<HookEvent, List<URI>> urls, AppHooksConfig app, NodeConfig node, Dialect dialect) {
        return new HookTargets(vertx, owner, urls, dialect, app.secret(), node.hooks(), metrics);
    }

    /**
     * From now on these are called. A URL that is still among them is told what it was to be told in the old order; one that is not is
     * told what waits for it, and its queue is kept meanwhile: for a stop, and in case that the URL comes back.
     */
    public void use(HookBook next) {
        queueFor(next);
        book = next;
        var called = next.targets().map(HookTarget::id).collect(Collectors.toSet());
        notifications
                .entrySet()
                .removeIf(queue ->
                        !called.contains(queue.getKey()) && queue.getValue().isEmpty());
        relays.use(next.node());
    }

    private void queueFor(HookBook next) {
        next.targets().forEach(target -> queue(target).sendTo(target));
    }

    /** Of one that is called no more, too: whoever read it a moment ago may have something to tell, and the next change takes it away. */
    private Notifications queue(HookTarget target) {
        return notifications.computeIfAbsent(target.id(), first -> new Notifications(vertx, target, metrics));
    }

    /** Those that hold for it now: ask again rather than keep them. */
    AppHooks of(String app) {
        return book.of(app);
    }

    /** Tells all of the event's. Any thread; never blocks, never fails. */
    void tell(HookTargets targets, HookCall call) {
        targets.of(call.event()).forEach(target -> queue(target).offer(call));
    }

    /** Who was asked about it knows of its begin. */
    UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use) {
        var stay = Stay.begin(vertx, this, attempt, name, epoch, use, letIn.remove(attempt));
        return relays.begin(attempt, name)
                .<UseListener>map(push -> reason -> {
                    push.end();
                    stay.onEnded(reason);
                })
                .orElse(stay);
    }

    /** Who was asked about it hears of an end. */
    void abandoned(Attempt attempt, StreamKey name, String reason) {
        if (letIn.remove(attempt)) {
            tellOfEnd(new HookCall.Staying(attempt, name, 0, 0, 0, reason));
        }
    }

    /** Somebody publishes or plays no more. */
    void tellOfEnd(HookCall.Staying staying) {
        var attempt = staying.attempt();
        var targets = of(attempt.asked().app()).targets();
        tell(targets, HookCall.of(HookEvent.endOf(attempt.action()), staying));
        tell(targets, HookCall.of(HookEvent.DONE, staying));
    }

    /** Who connected has gone. */
    void disconnected(ConnectRequest request, long receivedBytes, long sentBytes) {
        tell(
                of(request.app()).targets(),
                HookCall.of(HookEvent.CLOSE, new HookCall.Disconnected(request, receivedBytes, sentBytes)));
    }

    /** A file of a recording is whole. Any thread. */
    public void recorded(RecordedFile file) {
        tell(of(file.stream().app()).targets(), HookCall.of(HookEvent.RECORD, new HookCall.Recorded(file)));
    }

    /** This node is now {@code up}, {@code draining} or {@code down}. */
    public void node(String state) {
        tell(book.ofNode(), HookCall.of(HookEvent.NODE, new OfNode(state)));
    }

    /** Tells what is still to be told, as long as one call may take. Never fails. */
    public Future<?> close() {
        var last = book;
        var flushed =
                notifications.values().stream().map(Notifications::flushed).toList();
        return Future.join(flushed)
                .timeout(last.config().timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> notifications.values().forEach(Notifications::abandon))
                .transform(over ->
                        Future.join(last.targets().map(HookTarget::close).toList()))
                .otherwiseEmpty();
    }
}
