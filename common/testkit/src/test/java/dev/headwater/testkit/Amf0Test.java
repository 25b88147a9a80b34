package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class Amf0Test {
    @Test
    void writesTheMarkersOfTheSpecification() { // AMF 0, 2.2 to 2.7
        var info = new LinkedHashMap<String, Object>();
        info.put("k", "v");

        assertThat(HexFormat.of().formatHex(Amf0.encode("ab", 1, true, null, info)))
                .isEqualTo("02" + "0002" + "6162" + "00" + "3ff0000000000000" + "0101" + "05" + "03" + "0001" + "6b"
                        + "02" + "0001" + "76" + "0000" + "09");
    }

    @Test
    void readsBackWhatItWrites() {
        var info = new LinkedHashMap<String, Object>();
        info.put("code", "NetStream.Play.Start");
        info.put("clientid", 7.5);

        assertThat(Amf0.decode(Amf0.encode("onStatus", 0, null, info))).containsExactly("onStatus", 0.0, null, info);
    }

    @Test
    void readsTheArraysThatServersSend() {
        var ecma = HexFormat.of().parseHex("08" + "00000001" + "0001" + "6b" + "0100" + "0000" + "09");
        var strict = HexFormat.of().parseHex("0a" + "00000002" + "06" + "02" + "0000");

        assertThat(Amf0.decode(ecma).getFirst()).hasToString("{k=false}");
        assertThat(Amf0.decode(strict).getFirst()).hasToString("[null, ]");
    }
}
