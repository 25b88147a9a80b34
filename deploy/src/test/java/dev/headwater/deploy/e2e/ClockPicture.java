package dev.headwater.deploy.e2e;

import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.RunningProgram;
import java.util.List;

/**
 * A test picture that shows the time at which it was made, as 16 bars, black or white: the bits of the wall clock in hundredths of a
 * second, the lowest on the left. What stands on a screen so tells how old it is, whatever way it took.
 */
final class ClockPicture {
    private static final String SHOWN_TIME = "setpts=RTCTIME/(TB*1000000),"
            + "geq=lum='255*mod(floor(T*100/pow(2\\,X))\\,2)':cb=128:cr=128,setpts=N/(25*TB)";

    /** The age of the picture in the page's video element, in ms; negative before there is one. */
    static final String AGE = """
            const video = document.querySelector('video')
            if (!video.videoWidth) return -1
            const canvas = document.createElement('canvas')
            canvas.width = 160
            canvas.height = 16
            const context = canvas.getContext('2d')
            context.drawImage(video, 0, 0, 160, 16)
            const now = Math.floor(Date.now() / 10)
            const { data } = context.getImageData(0, 8, 160, 1)
            let shown = 0
            for (let bit = 0; bit < 16; bit++) shown += data[(bit * 10 + 5) * 4] > 127 ? 1 << bit : 0
            return ((now - shown) & 0xFFFF) * 10
            """;

    private ClockPicture() {}

    /** Publishes it in {@code size} with a tone, 25 pictures a second and a key frame each second, as an encoder without delay does. */
    static RunningProgram publish(String url, String size) {
        return Ffmpeg.shipped()
                .start(List.of(
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=black:size=16x8:rate=25",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440:sample_rate=48000",
                        "-vf",
                        SHOWN_TIME + ",scale=" + size + ":flags=neighbor,setsar=1",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-tune",
                        "zerolatency",
                        "-g",
                        "25",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:a",
                        "aac",
                        "-f",
                        "flv",
                        url));
    }
}
