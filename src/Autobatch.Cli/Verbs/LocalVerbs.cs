using System.CommandLine;
using Autobatch.Cli.CommandLine;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Verbs;

namespace Autobatch.Cli.Verbs;

/// <summary><c>local …</c>: storage, emulator and app on this machine, as <c>Autobatch.Local</c> does it.</summary>
internal static class LocalVerbs
{
    public const string Name = "local";

    public static Command All(AutobatchCommand command)
    {
        Surroundings around = command.Around;
        LocalCommand local = new(
            start => StartVerb.ExecuteAsync(start, around.Output),
            run => RunVerb.ExecuteAsync(run, around.Output, around.Error),
            pack => PackVerb.ExecuteAsync(pack, around.Output));
        Command all = new(Name, "Storage, Batch and the app on this machine: keep them up, or run one sample");
        foreach (Command verb in local.Verbs())
        {
            all.Subcommands.Add(command.WithExample(verb, verb.Name switch
            {
                "start" => "local start --data .autobatch",
                "run" => "local run hello.job.json --out results",
                _ => $"local {verb.Name} my-sample --out drop",
            }));
        }

        return all;
    }
}
