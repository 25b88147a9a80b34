package dev.headwater.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTextTest {
    @Test
    void valuesStandAsTheyWereWritten() {
        var query = QueryText.of("token=a%20b+c==&x=1&flag&x=&=y&x=2");
        assertThat(query.value("token")).hasValue("a%20b+c==");
        assertThat(query.values("x")).containsExactly("1", "", "2");
        assertThat(query.value("flag")).isEmpty();
        assertThat(query.value("")).hasValue("y");
        assertThat(query.value("tok")).isEmpty();
    }

    @Test
    void partsAreChosenByTheirNames() {
        var query = QueryText.of("&zone=b&token=x&&zone&zones=c&");
        assertThat(query.text()).isEqualTo("zone=b&token=x&zone&zones=c");
        assertThat(query.only(part -> !part.name().equals("zone")).text()).isEqualTo("token=x&zones=c");
    }

    @Test
    void noQueryHasNoParts() {
        assertThat(QueryText.of("").text()).isEmpty();
        assertThat(QueryText.of("").value("")).isEmpty();
    }

    @Test
    void whatMayBeSecretIsNotShown() {
        assertThat(QueryText.of("token=secret")).asString().doesNotContain("secret");
    }
}
