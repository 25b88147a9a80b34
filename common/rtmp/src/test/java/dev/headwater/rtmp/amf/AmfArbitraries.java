package dev.headwater.rtmp.amf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Values as the two encodings can carry them. */
final class AmfArbitraries {
    private static final int DEPTH = 3;
    private static final int MAX_SIZE = 4;

    private AmfArbitraries() {}

    static Arbitrary<AmfValue> amf0() {
        return amf0(DEPTH);
    }

    /** Leaves out what AMF3 has no form for: an ECMA array that is empty, or that has an empty name. */
    static Arbitrary<AmfValue> amf3() {
        return amf3(DEPTH);
    }

    private static Arbitrary<AmfValue> amf0(int depth) {
        if (depth == 0) {
            return leaf();
        }
        Arbitrary<AmfValue> child = Arbitraries.lazy(() -> amf0(depth - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(4, leaf()),
                Tuple.of(2, object(child)),
                Tuple.of(2, maps(text(), child, 0).map(AmfValue.EcmaArray::new)),
                Tuple.of(1, lists(child).map(AmfValue.StrictArray::new)),
                Tuple.of(1, vector(amf3(depth - 1))),
                Tuple.of(1, dictionary(amf3(depth - 1))));
    }

    private static Arbitrary<AmfValue> amf3(int depth) {
        if (depth == 0) {
            return leaf();
        }
        Arbitrary<AmfValue> child = Arbitraries.lazy(() -> amf3(depth - 1));
        Arbitrary<String> name = text().filter(text -> !text.isEmpty());
        return Arbitraries.frequencyOf(
                Tuple.of(4, leaf()),
                Tuple.of(2, object(child)),
                Tuple.of(2, maps(name, child, 1).map(AmfValue.EcmaArray::new)),
                Tuple.of(1, lists(child).map(AmfValue.StrictArray::new)),
                Tuple.of(1, vector(child)),
                Tuple.of(1, dictionary(child)));
    }

    private static Arbitrary<AmfValue> leaf() {
        return Arbitraries.oneOf(
                doubles().map(AmfValue.Num::new),
                Arbitraries.integers().map(AmfValue.Num::new),
                Arbitraries.of(true, false).map(AmfValue.Bool::new),
                text().map(AmfValue.Text::new),
                text().map(AmfValue.Xml::new),
                doubles().map(AmfValue.Date::new),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(AmfValue.Bytes::new),
                Arbitraries.of(AmfValue.Nothing.class));
    }

    private static Arbitrary<AmfValue> object(Arbitrary<AmfValue> child) {
        return Combinators.combine(text(), maps(text(), child, 0)).as(AmfValue.Obj::new);
    }

    private static Arbitrary<AmfValue> vector(Arbitrary<AmfValue> child) {
        return Arbitraries.oneOf(
                vector(AmfValue.ElementType.INT, Arbitraries.integers().map(AmfValue.Num::new)),
                vector(
                        AmfValue.ElementType.UINT,
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(AmfValue.Num::new)),
                vector(AmfValue.ElementType.DOUBLE, doubles().map(AmfValue.Num::new)),
                vector(AmfValue.ElementType.OBJECT, child));
    }

    private static Arbitrary<AmfValue> vector(AmfValue.ElementType type, Arbitrary<? extends AmfValue> element) {
        Arbitrary<String> className = type == AmfValue.ElementType.OBJECT ? text() : Arbitraries.just("");
        return Combinators.combine(Arbitraries.of(true, false), className, lists(element))
                .as((fixed, name, values) -> new AmfValue.Vector(type, fixed, name, values));
    }

    private static Arbitrary<AmfValue> dictionary(Arbitrary<AmfValue> child) {
        Arbitrary<AmfValue.Entry> entry = Combinators.combine(child, child).as(AmfValue.Entry::new);
        return Combinators.combine(Arbitraries.of(true, false), entry.list().ofMaxSize(MAX_SIZE))
                .as(AmfValue.Dictionary::new);
    }

    private static Arbitrary<List<AmfValue>> lists(Arbitrary<? extends AmfValue> element) {
        return element.list().ofMaxSize(MAX_SIZE).map(List::copyOf);
    }

    private static Arbitrary<Map<String, AmfValue>> maps(
            Arbitrary<String> name, Arbitrary<AmfValue> child, int minSize) {
        return Arbitraries.maps(name, child).ofMinSize(minSize).ofMaxSize(MAX_SIZE);
    }

    private static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0));
    }

    /** Text of every plane, without lone surrogates, which UTF-8 does not have. */
    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(12)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
}
