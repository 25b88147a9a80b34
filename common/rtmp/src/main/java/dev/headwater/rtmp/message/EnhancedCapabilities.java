package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a peer says about Enhanced RTMP, in the connect object of a client and in the answer of a server
 * (Enhanced RTMP v2, Enhancing NetConnection connect Command).
 *
 * @param fourCcList codecs that a v1 client handles; {@code *} for any
 * @param videoFourCcInfoMap {@link #CAN_DECODE} and its like by FourCC; {@code *} overrides the others
 * @param audioFourCcInfoMap likewise
 * @param capsEx bits such as {@link #RECONNECT}
 * @param videoFunction bits: 1 client seek, 2 HDR, 4 metadata packets, 8 large-scale tile
 */
public record EnhancedCapabilities(
        List<String> fourCcList,
        Map<String, Integer> videoFourCcInfoMap,
        Map<String, Integer> audioFourCcInfoMap,
        int capsEx,
        int videoFunction) {
    public static final int RECONNECT = 1;
    public static final int MULTITRACK = 2;
    public static final int MOD_EX = 4;
    public static final int TIMESTAMP_NANO_OFFSET = 8;

    public static final int CAN_DECODE = 1;
    public static final int CAN_ENCODE = 2;
    public static final int CAN_FORWARD = 4;

    public static final EnhancedCapabilities NONE = new EnhancedCapabilities(List.of(), Map.of(), Map.of(), 0, 0);

    private static final String FOUR_CC_LIST = "fourCcList";
    private static final String VIDEO_INFO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_INFO_MAP = "audioFourCcInfoMap";
    private static final String CAPS_EX = "capsEx";
    private static final String VIDEO_FUNCTION = "videoFunction";

    public EnhancedCapabilities {
        fourCcList = List.copyOf(fourCcList);
        videoFourCcInfoMap = Collections.unmodifiableMap(new LinkedHashMap<>(videoFourCcInfoMap));
        audioFourCcInfoMap = Collections.unmodifiableMap(new LinkedHashMap<>(audioFourCcInfoMap));
    }

    /** Reads them out of a connect object or of the answer's properties; what is missing or of a wrong type is none. */
    public static EnhancedCapabilities of(Map<String, AmfValue> properties) {
        return new EnhancedCapabilities(
                texts(properties
                        .getOrDefault(FOUR_CC_LIST, AmfValue.Nothing.UNDEFINED)
                        .elements()),
                infoMap(properties, VIDEO_INFO_MAP),
                infoMap(properties, AUDIO_INFO_MAP),
                bits(properties, CAPS_EX),
                bits(properties, VIDEO_FUNCTION));
    }

    public boolean canReconnect() {
        return (capsEx & RECONNECT) != 0;
    }

    /** The properties that say this, in the order of the specification; nothing is said about what is none. */
    public Map<String, AmfValue> toProperties() {
        var properties = new LinkedHashMap<String, AmfValue>();
        if (!fourCcList.isEmpty()) {
            properties.put(
                    FOUR_CC_LIST,
                    new AmfValue.StrictArray(fourCcList.stream()
                            .<AmfValue>map(AmfValue.Text::new)
                            .toList()));
        }
        putInfoMap(properties, VIDEO_INFO_MAP, videoFourCcInfoMap);
        putInfoMap(properties, AUDIO_INFO_MAP, audioFourCcInfoMap);
        if (capsEx != 0) {
            properties.put(CAPS_EX, new AmfValue.Num(capsEx));
        }
        if (videoFunction != 0) {
            properties.put(VIDEO_FUNCTION, new AmfValue.Num(videoFunction));
        }
        return Collections.unmodifiableMap(properties);
    }

    private static List<String> texts(List<AmfValue> values) {
        return values.stream()
                .filter(AmfValue.Text.class::isInstance)
                .map(value -> ((AmfValue.Text) value).value())
                .toList();
    }

    private static Map<String, Integer> infoMap(Map<String, AmfValue> properties, String name) {
        var bits = new LinkedHashMap<String, Integer>();
        properties.getOrDefault(name, AmfValue.Nothing.UNDEFINED).properties().forEach((fourCc, value) -> {
            if (value instanceof AmfValue.Num(double number)) {
                bits.put(fourCc, (int) number);
            }
        });
        return bits;
    }

    private static int bits(Map<String, AmfValue> properties, String name) {
        return (int) Properties.number(properties, name, 0);
    }

    private static void putInfoMap(Map<String, AmfValue> properties, String name, Map<String, Integer> infoMap) {
        if (infoMap.isEmpty()) {
            return;
        }
        var values = new LinkedHashMap<String, AmfValue>();
        infoMap.forEach((fourCc, bits) -> values.put(fourCc, new AmfValue.Num(bits)));
        properties.put(name, new AmfValue.Obj("", values));
    }
}
