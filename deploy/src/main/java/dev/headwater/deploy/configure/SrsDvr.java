package dev.headwater.deploy.configure;

/** Takes over how SRS records. */
final class SrsDvr {
    private SrsDvr() {}

    /** @param dvr of the default vhost */
    static void take(Directive dvr, Imported imported) {
        if (dvr.one("enabled").filter(Directive::isOn).isEmpty()) {
            return;
        }
        var some = dvr.one("dvr_apply").filter(apply -> !apply.word().equals("all"));
        if (some.isPresent()) {
            imported.note(some.get(), "streams are recorded by app: apps.APP.record.container=flv");
            return;
        }
        imported.set("flv", "record", "container");
        String path =
                dvr.one("dvr_path").map(Directive::word).orElse("./objs/nginx/html/[app]/[stream].[timestamp].flv");
        imported.set(folder(path), "record", "folder");
        dvr.one("dvr_path")
                .ifPresent(each -> imported.note(each, "names below the folder are ours: docs/recording.md"));
        boolean isInSegments = dvr.one("dvr_plan")
                .filter(plan -> plan.word().equals("segment"))
                .isPresent();
        String seconds = dvr.one("dvr_duration").map(Directive::word).orElse("30");
        imported.set(isInSegments ? seconds + "s" : "0s", "record", "max-duration");
    }

    /** What comes before the first part that is of a stream, or the name of a file. */
    private static String folder(String path) {
        int variable = path.indexOf('[');
        int end = path.lastIndexOf('/', variable < 0 ? path.length() : variable);
        return switch (end) {
            case -1 -> ".";
            case 0 -> "/";
            default -> path.substring(0, end);
        };
    }
}
