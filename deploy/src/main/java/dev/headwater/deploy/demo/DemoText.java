package dev.headwater.deploy.demo;

/** What the demo prints once it runs: lines to copy into another terminal. */
final class DemoText {
    private DemoText() {}

    static String url(DemoNode node, String stream) {
        return "rtmp://127.0.0.1:%d/live/%s".formatted(node.rtmp(), stream);
    }

    static String welcome(DemoNode origin, DemoNode edge, String stream) {
        String push = url(origin, stream);
        String play = url(edge, stream);
        return """

                An origin and an edge are up, joined in one cluster.

                  push to    %s   (the origin; anybody may)
                  play from  %s   (the edge; it pulls from the origin when the first player asks)

                  ffmpeg %s %s %s
                  ffplay -fflags nobuffer %s
                  in a browser: http://127.0.0.1:%d/play/live/%s

                  OBS: Settings, Stream, Custom; server rtmp://127.0.0.1:%d/live, stream key %s
                  ready? http://127.0.0.1:%d/readyz (origin)  http://127.0.0.1:%d/readyz (edge)

                Ctrl-C ends both.
                """.formatted(
                        push,
                        play,
                        String.join(" ", TestPattern.SOURCE),
                        String.join(" ", TestPattern.ENCODING),
                        push,
                        play,
                        edge.http(),
                        stream,
                        origin.rtmp(),
                        stream,
                        origin.management(),
                        edge.management());
    }
}
