package dev.headwater.loadtest.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Publishers that come and stay. Confined to its loop. */
final class PublisherShift extends Shift implements MeasuredPublisher.Owner {
    private final Group.Publishers group;
    private final Set<MeasuredPublisher> publishers = new LinkedHashSet<>();
    private final Set<MeasuredPublisher> asking = new LinkedHashSet<>();

    PublisherShift(Crew crew, Group.Publishers group) {
        super(crew, group);
        this.group = group;
    }

    @Override
    void open(int index) {
        var publisher = MeasuredPublisher.open(
                crew(), group.url().stream(index), group.media().get(), this);
        publishers.add(publisher);
        asking.add(publisher);
    }

    @Override
    int present() {
        return publishers.size();
    }

    @Override
    int unanswered() {
        return asking.size();
    }

    @Override
    void dismiss(boolean ofTheirOwnAccord) {
        List.copyOf(publishers).forEach(MeasuredPublisher::stop);
        publishers.clear();
        asking.clear();
    }

    @Override
    public void publishing(MeasuredPublisher publisher) {
        asking.remove(publisher);
    }

    @Override
    public void gone(MeasuredPublisher publisher) {
        publishers.remove(publisher);
        asking.remove(publisher);
    }
}
