using Autobatch.Local.CommandLine;
using Autobatch.Local.Verbs;

TextWriter output = Console.Out;
TextWriter error = Console.Error;
LocalCommand command = new(
    start => StartVerb.ExecuteAsync(start, output),
    run => RunVerb.ExecuteAsync(run, output, error),
    pack => PackVerb.ExecuteAsync(pack, output));
try
{
    return await command.InvokeAsync(args, output, error).ConfigureAwait(false);
}
catch (LocalException exception)
{
    await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return exception.ExitCode;
}
catch (Exception exception)
{
    // The boundary to the user: what nobody foresaw is still one line, not a stack trace.
    await error.WriteLineAsync($"Unexpected failure, please report it: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
    return ExitCodes.NotCompleted;
}
