package dev.headwater.loadtest.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Players that come and stay. Confined to its loop. */
final class PlayerShift extends Shift implements Viewing.Owner {
    private final Group.Players group;
    private final Set<Viewing> players = new LinkedHashSet<>();

    PlayerShift(Crew crew, Group.Players group) {
        super(crew, group);
        this.group = group;
    }

    @Override
    void open(int index) {
        players.add(Viewing.open(crew(), group.url().stream(index % group.streams()), true, this));
    }

    @Override
    int present() {
        return players.size();
    }

    @Override
    void dismiss(boolean ofTheirOwnAccord) {
        for (var player : List.copyOf(players)) {
            if (ofTheirOwnAccord) {
                player.leave();
            } else {
                player.stop();
            }
        }
        players.clear();
    }

    @Override
    public void firstPicture(Viewing player) {
        // it stays
    }

    @Override
    public void gone(Viewing player) {
        players.remove(player);
    }
}
