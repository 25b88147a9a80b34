package dev.headwater.loadtest.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Players that come and stay. Confined to its loop. */
final class PlayerShift extends Shift implements MeasuredPlayer.Owner {
    private final Group.Players group;
    private final Set<MeasuredPlayer> players = new LinkedHashSet<>();

    PlayerShift(Crew crew, Group.Players group) {
        super(crew, group);
        this.group = group;
    }

    @Override
    void open(int index) {
        players.add(MeasuredPlayer.open(crew(), group.url().stream(index % group.streams()), true, this));
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
    public void firstKeyFrame(MeasuredPlayer player) {
        // it stays
    }

    @Override
    public void gone(MeasuredPlayer player) {
        players.remove(player);
    }
}
