using Autobatch.Cli.CommandLine;

return await new AutobatchCommand(new Surroundings(Console.Out, Console.Error)).InvokeAsync(args).ConfigureAwait(false);
