package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRequestTest {
    private static final RelayAddress NAME = new RelayAddress("edge-1.example", 19_350);
    private static final RelayAddress IPV6 = new RelayAddress("2001:db8::1", 19_351);

    @Test
    void whatANodeTellsArrives() {
        var told = new PullRequest(
                new Seen(new Epoch(3, "origin-1"), 90_000),
                "edge-2",
                "west",
                Optional.of(IPV6),
                List.of(NAME, IPV6),
                true);
        assertThat(PullRequest.parse(told.query())).isEqualTo(told);
    }

    @Test
    void aNodeThatSaysNothingIsUnderstood() {
        var nothing = new PullRequest(Seen.NOTHING, "", "", Optional.empty(), List.of(), false);
        assertThat(PullRequest.parse("")).isEqualTo(nothing);
        assertThat(PullRequest.parse("relay=nowhere&not=:1&not=a:0&not=a:65536&not=a:x&fetch=yes&later=1"))
                .isEqualTo(nothing);
    }

    @Test
    void moreNamesThanANodeMayTellAreNotKept() {
        var query = String.join("&", Collections.nCopies(100, "not=a:1"));
        assertThat(PullRequest.parse(query).not()).hasSize(PullRequest.MAX_NOT);
    }
}
