package dev.headwater.loadtest.bounds;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that demand something of a run: a mixin of every command that runs one. */
public final class BoundOptions {
    /** As {@code --help} shows it. */
    private static final String TIME = "TIME";

    private final Map<Figure, Double> limits = new EnumMap<>(Figure.class);

    @Option(
            names = "--max-p50",
            paramLabel = TIME,
            converter = Milliseconds.class,
            description = "Fail if the median latency is above TIME, such as 10ms.")
    void maxP50(@Nullable Double limit) {
        set(Figure.MAX_P50, limit);
    }

    @Option(
            names = "--max-p99",
            paramLabel = TIME,
            converter = Milliseconds.class,
            description = "Fail if the 99th percentile of latency is above TIME.")
    void maxP99(@Nullable Double limit) {
        set(Figure.MAX_P99, limit);
    }

    @Option(
            names = "--max-first-frame-p99",
            paramLabel = TIME,
            converter = Milliseconds.class,
            description = "Fail if the 99th percentile of the time to the first key frame is above TIME.")
    void maxFirstFrameP99(@Nullable Double limit) {
        set(Figure.MAX_FIRST_FRAME_P99, limit);
    }

    @Option(
            names = "--max-segment-p99",
            paramLabel = TIME,
            converter = Milliseconds.class,
            description = "Fail if the 99th percentile of the answers with segments of HLS is above TIME.")
    void maxSegmentP99(@Nullable Double limit) {
        set(Figure.MAX_SEGMENT_P99, limit);
    }

    @Option(
            names = "--max-halts",
            paramLabel = "N",
            converter = Whole.class,
            description = "Fail if players of HLS had nothing to show more often.")
    void maxHalts(@Nullable Double limit) {
        set(Figure.MAX_HALTS, limit);
    }

    @Option(
            names = "--max-missed",
            paramLabel = "N",
            converter = Whole.class,
            description = "Fail if more requests of players of HLS are refused, or segments not there within 10 s.")
    void maxMissed(@Nullable Double limit) {
        set(Figure.MAX_MISSED, limit);
    }

    @Option(
            names = "--min-delivery",
            paramLabel = "SHARE",
            converter = Share.class,
            description = "Fail if fewer of the video frames come, such as 0.999.")
    void minDelivery(@Nullable Double limit) {
        set(Figure.MIN_DELIVERY, limit);
    }

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            converter = Whole.class,
            description = "Fail if more clients do not get what they came for.")
    void maxFailures(@Nullable Double limit) {
        set(Figure.MAX_FAILURES, limit);
    }

    @Option(
            names = "--max-disconnects",
            paramLabel = "N",
            converter = Whole.class,
            description = "Fail if more clients are thrown out.")
    void maxDisconnects(@Nullable Double limit) {
        set(Figure.MAX_DISCONNECTS, limit);
    }

    @Option(
            names = "--max-faults",
            paramLabel = "N",
            converter = Whole.class,
            description = "Fail if more faults are found in what players get.")
    void maxFaults(@Nullable Double limit) {
        set(Figure.MAX_FAULTS, limit);
    }

    @Option(
            names = "--max-server-cpu-per-gb",
            paramLabel = "SECONDS",
            converter = Amount.class,
            description = "Fail if the scraped nodes use more CPU seconds per GB received.")
    void maxServerCpuPerGb(@Nullable Double limit) {
        set(Figure.MAX_SERVER_CPU_PER_GB, limit);
    }

    @Option(
            names = "--max-server-cores",
            paramLabel = "CORES",
            converter = Amount.class,
            description = "Fail if the scraped nodes together use more cores.")
    void maxServerCores(@Nullable Double limit) {
        set(Figure.MAX_SERVER_CORES, limit);
    }

    @Option(
            names = "--max-server-memory",
            paramLabel = "MB",
            converter = Amount.class,
            description = "Fail if a scraped node's resident memory passes this.")
    void maxServerMemory(@Nullable Double limit) {
        set(Figure.MAX_SERVER_MEMORY, limit);
    }

    /** What was demanded; in the order of the figures. */
    public List<Bound> bounds() {
        var bounds = new ArrayList<Bound>();
        limits.forEach((figure, limit) -> bounds.add(new Bound(figure, limit)));
        return bounds;
    }

    /** picocli also calls it with null, to forget what an earlier parse left. */
    private void set(Figure figure, @Nullable Double limit) {
        if (limit == null) {
            limits.remove(figure);
        } else {
            limits.put(figure, limit);
        }
    }

    /** Reads {@code 20ms}, {@code 1.5s}, {@code 2m}. */
    static final class Milliseconds implements ITypeConverter<Double> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m)");

        @Override
        public Double convert(String text) {
            var form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'%s' is no time such as 20ms or 1.5s".formatted(text));
            }
            double amount = Double.parseDouble(form.group(1));
            return switch (form.group(2)) {
                case "ms" -> amount;
                case "s" -> amount * 1e3;
                default -> amount * 6e4;
            };
        }
    }

    /** Reads a number from 0 to 1. */
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double share = number(text, "a share between 0 and 1, such as 0.999");
            if (share > 1) {
                throw new TypeConversionException("'%s' is no share between 0 and 1, such as 0.999".formatted(text));
            }
            return share;
        }
    }

    /** Reads a count. */
    static final class Whole implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (!text.matches("\\d{1,12}")) {
                throw new TypeConversionException("'%s' is no whole number".formatted(text));
            }
            return Double.valueOf(text);
        }
    }

    /** Reads a number that is not negative. */
    static final class Amount implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, "a number");
        }
    }

    private static double number(String text, String wanted) {
        if (!text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            throw new TypeConversionException("'%s' is not %s".formatted(text, wanted));
        }
        return Double.parseDouble(text);
    }
}
