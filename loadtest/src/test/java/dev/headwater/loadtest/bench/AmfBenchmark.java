package dev.headwater.loadtest.bench;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.CommandReader;
import dev.headwater.rtmp.message.CommandWriter;
import dev.headwater.rtmp.message.MessageType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The connect command of a player of today, Enhanced RTMP included: what every connection starts with. */
@State(Scope.Thread)
public class AmfBenchmark {
    private final Command connect = connect();
    private final byte[] payload = CommandWriter.write(connect);

    @Benchmark
    public Optional<Command> readConnect() {
        return CommandReader.read(MessageType.COMMAND_AMF0, 0, payload, AmfLimits.DEFAULTS);
    }

    @Benchmark
    public byte[] writeConnect() {
        return CommandWriter.write(connect);
    }

    private static Command connect() {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put("app", text("live"));
        properties.put("flashVer", text("LNX 9,0,124,2"));
        properties.put("tcUrl", text("rtmp://media.example.com:1935/live"));
        properties.put("fpad", new AmfValue.Bool(false));
        properties.put("capabilities", number(15));
        properties.put("audioCodecs", number(4_071));
        properties.put("videoCodecs", number(252));
        properties.put("videoFunction", number(1));
        properties.put(
                "fourCcList",
                new AmfValue.StrictArray(Stream.of("hvc1", "av01", "vp09")
                        .map(AmfBenchmark::text)
                        .toList()));
        return new Command.Connect(1, "live", "rtmp://media.example.com:1935/live", properties, List.of());
    }

    private static AmfValue text(String value) {
        return new AmfValue.Text(value);
    }

    private static AmfValue number(double value) {
        return new AmfValue.Num(value);
    }
}
