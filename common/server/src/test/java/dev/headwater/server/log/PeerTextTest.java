package dev.headwater.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTextTest {
    @Test
    void makesNoLineAndMovesNoCursor() {
        assertThat(PeerText.printable("a\nb\r\u2028c\u001b[2Jd\u0085e\u202ef\0", 100))
                .isEqualTo("a?b??c?[2Jd?e?f?");
    }

    @Test
    void keepsLettersOfAllScripts() {
        assertThat(PeerText.printable("Küche кино 映画 \uD83C\uDFA5", 100)).isEqualTo("Küche кино 映画 \uD83C\uDFA5");
    }

    @Test
    void isCutAndSaysSo() {
        assertThat(PeerText.printable("12345", 5)).isEqualTo("12345");
        assertThat(PeerText.printable("123456", 5)).isEqualTo("12345...");
    }
}
