package dev.headwater.loadtest.run;

import dev.headwater.loadtest.measure.Count;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Players that leave with their first key frame; the next one comes at once in their place. Confined to its loop. */
final class ChurnShift extends Shift implements Viewing.Owner {
    /** After a refusal: a server in need is not stormed. */
    private static final long PAUSE_MILLIS = 100;

    private final Group.Churn group;
    private final Set<Viewing> players = new LinkedHashSet<>();
    private int places;
    private int index;

    ChurnShift(Crew crew, Group.Churn group) {
        super(crew, group);
        this.group = group;
        index = crew.first();
    }

    @Override
    void open(int client) {
        places++;
        come();
    }

    private void come() {
        if (!isStopped()) {
            players.add(Viewing.open(crew(), group.url().stream(index % group.streams()), false, this));
            index = (index + crew().step()) % Integer.MAX_VALUE;
        }
    }

    /** Who left is about to come again. */
    @Override
    int present() {
        return places;
    }

    @Override
    void dismiss(boolean ofTheirOwnAccord) {
        for (var player : List.copyOf(players)) {
            player.leave();
        }
        players.clear();
    }

    @Override
    public void firstPicture(Viewing player) {
        crew().recorder().count(Count.CYCLES);
        players.remove(player);
        player.leave();
        crew().loop().execute(this::come);
    }

    @Override
    public void gone(Viewing player) {
        players.remove(player);
        var _ = crew().loop().schedule(this::come, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
