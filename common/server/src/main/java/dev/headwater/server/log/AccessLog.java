package dev.headwater.server.log;

import dev.headwater.server.config.AccessField;
import dev.headwater.server.config.AccessFormat;
import dev.headwater.server.config.LogConfig;
import dev.headwater.server.config.LogConfig.LogFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that tell who came, published, played and left, one each. They look as {@code log.access-format} says, for the whole
 * process as its log does; where the log is JSON the fields stand by themselves, too. Thread-safe, but for a {@link Line}.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final String NONE = "-";

    private static volatile Form form = new Form(Optional.empty(), false);

    private record Form(Optional<AccessFormat> format, boolean byThemselves) {}

    private AccessLog() {}

    /** Lines look so from now on. */
    public static void use(LogConfig config) {
        form = new Form(config.accessFormat(), config.format() == LogFormat.JSON);
    }

    /**
     * Begins a line.
     *
     * @param protocol or port
     * @param id of the session
     */
    public static Line line(String event, String protocol, String peer, String id) {
        return new Line()
                .with(AccessField.EVENT, event)
                .with(AccessField.PROTOCOL, protocol)
                .with(AccessField.PEER, peer)
                .with(AccessField.ID, id);
    }

    /** One line, as far as it is known. Confined to its caller. */
    public static final class Line {
        private final Map<AccessField, Object> values = new EnumMap<>(AccessField.class);

        private Line() {}

        /** @param stream with the app; no key */
        public Line stream(String app, String stream) {
            return with(AccessField.STREAM, stream).with(AccessField.APP, app);
        }

        /** @param id empty if it is not traced */
        public Line trace(String id) {
            return id.isEmpty() ? this : with(AccessField.TRACE, id);
        }

        public Line with(AccessField field, Object value) {
            values.put(field, value);
            return this;
        }

        public void write() {
            if (!LOG.isInfoEnabled()) {
                return;
            }
            var now = form;
            var line = LOG.atInfo();
            if (now.byThemselves()) {
                for (var value : values.entrySet()) {
                    line = line.addKeyValue(value.getKey().key(), value.getValue());
                }
            }
            line.log(now.format().map(format -> format.line(this::text)).orElseGet(this::all));
        }

        private String text(AccessField field) {
            return values.getOrDefault(field, NONE).toString();
        }

        /** The app is the first part of the stream. */
        private String all() {
            return values.entrySet().stream()
                    .filter(entry -> entry.getKey() != AccessField.APP)
                    .map(entry -> switch (entry.getKey()) {
                        case EVENT, PROTOCOL -> entry.getValue().toString();
                        default -> entry.getKey().key() + "=" + entry.getValue();
                    })
                    .collect(Collectors.joining(" "));
        }
    }
}
