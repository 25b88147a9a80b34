package dev.headwater.server.launch;

import dev.headwater.server.admin.Api;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** A role with a Vert.x of its own and no cluster. */
final class FakeRole implements NodeRole {
    private final Journal journal;
    private final List<HealthCheck> ready;

    FakeRole(Journal journal, HealthCheck... ready) {
        this.journal = journal;
        this.ready = List.of(ready);
    }

    @Override
    public String name() {
        return "origin";
    }

    @Override
    public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
        journal.add("join");
        return Future.succeededFuture(
                setup.builder().apply(Vertx.builder()).with(setup.options()).build());
    }

    @Override
    public Assembly assemble(Surroundings surroundings) {
        var config = surroundings.config();
        return new Assembly(
                List.of(
                        new FakePort("rtmp", surroundings.vertx(), config.rtmp().port(), journal),
                        journal.part("last")),
                ready,
                Api.NONE);
    }

    @Override
    public Future<Void> lost() {
        return Promise.<Void>promise().future();
    }

    @Override
    public Future<?> leave() {
        journal.add("leave");
        return Future.succeededFuture();
    }
}
