package dev.headwater.loadtest.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code headwater load}. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Puts load on a media server: thousands of virtual clients that check, count and time what they get.",
            "Works against any RTMP server. Latency needs frames of our own publishers (play --publish, publish)."
        },
        subcommands = {PlayCommand.class, PublishCommand.class, ChurnCommand.class, MixedCommand.class},
        footer = {
            "",
            "A whole test in one command: headwater load play --publish --players 500 --url rtmp://127.0.0.1/live/bench",
            "Exit status: 0 when every bound was met, 1 if one was missed, 2 if an option or a file is wrong,",
            "3 if the run failed: no player, or no publisher, got what it came for, or the program is at fault."
        })
public final class LoadCommand implements Runnable {
    /** Exit status: a bound was missed. */
    static final int BOUND_MISSED = 1;

    /** Exit status: there is no result to hold against bounds. */
    static final int RUN_FAILED = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
