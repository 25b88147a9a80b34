package dev.headwater.loadtest.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Players that come, and then read nothing. Confined to its loop. */
final class StalledShift extends Shift implements StalledPlayer.Owner {
    private final Group.Stalled group;
    private final Set<StalledPlayer> players = new LinkedHashSet<>();

    StalledShift(Crew crew, Group.Stalled group) {
        super(crew, group);
        this.group = group;
    }

    @Override
    void open(int index) {
        players.add(StalledPlayer.open(crew(), group.url().stream(index % group.streams()), this));
    }

    @Override
    int present() {
        return players.size();
    }

    @Override
    void dismiss(boolean ofTheirOwnAccord) {
        List.copyOf(players).forEach(StalledPlayer::leave);
        players.clear();
    }

    @Override
    public void gone(StalledPlayer player) {
        players.remove(player);
    }
}
