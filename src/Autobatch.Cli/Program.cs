using Autobatch.Cli.CommandLine;

return await new AutobatchCommand(Console.Out, Console.Error).InvokeAsync(args).ConfigureAwait(false);
