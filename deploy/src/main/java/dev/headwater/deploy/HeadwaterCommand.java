package dev.headwater.deploy;

import dev.headwater.deploy.client.PlayCommand;
import dev.headwater.deploy.client.ProbeCommand;
import dev.headwater.deploy.client.PublishCommand;
import dev.headwater.deploy.configure.ConfigCommand;
import dev.headwater.deploy.demo.DemoCommand;
import dev.headwater.deploy.demo.RehearseCommand;
import dev.headwater.deploy.operate.AppsCommand;
import dev.headwater.deploy.operate.ClientsCommand;
import dev.headwater.deploy.operate.DrainCommand;
import dev.headwater.deploy.operate.EventsCommand;
import dev.headwater.deploy.operate.KickCommand;
import dev.headwater.deploy.operate.LogLevelCommand;
import dev.headwater.deploy.operate.NodesCommand;
import dev.headwater.deploy.operate.RelaysCommand;
import dev.headwater.deploy.operate.ReloadCommand;
import dev.headwater.deploy.operate.StreamsCommand;
import dev.headwater.deploy.operate.TopCommand;
import dev.headwater.edge.EdgeCommand;
import dev.headwater.loadtest.command.LoadCommand;
import dev.headwater.loadtest.lab.command.LabCommand;
import dev.headwater.loadtest.process.ParentWatch;
import dev.headwater.origin.OriginCommand;
import dev.headwater.server.auth.command.KeyCommand;
import dev.headwater.server.auth.command.SignCommand;
import dev.headwater.server.auth.command.TokenCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: chooses what this process is. */
@Command(
        name = "headwater",
        description = "A clustered media distribution network: RTMP in, thousands of players out.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            OriginCommand.class,
            EdgeCommand.class,
            NodesCommand.class,
            AppsCommand.class,
            StreamsCommand.class,
            ClientsCommand.class,
            RelaysCommand.class,
            EventsCommand.class,
            TopCommand.class,
            KickCommand.class,
            DrainCommand.class,
            ReloadCommand.class,
            LogLevelCommand.class,
            ConfigCommand.class,
            ProbeCommand.class,
            PlayCommand.class,
            PublishCommand.class,
            DemoCommand.class,
            RehearseCommand.class,
            LoadCommand.class,
            KeyCommand.class,
            SignCommand.class,
            TokenCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Start with @|bold headwater demo --test-pattern|@.",
            "@|bold headwater origin|@ alone is a complete single-machine media server.",
            "In a checkout, @|bold headwater test|@ builds everything and runs all tests."
        })
public final class HeadwaterCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        return new CommandLine(new HeadwaterCommand())
                .addSubcommand(new LabCommand(HeadwaterCommand.class.getName()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(OneLineErrors::usage)
                .setExecutionExceptionHandler(OneLineErrors::execution);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }
}
