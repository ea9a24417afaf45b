using Autobatch.Functions;
using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;

try
{
    IHost host = FunctionApp.Build(args);
    await using IAsyncDisposable end = (IAsyncDisposable)host;
    try
    {
        await host.StartAsync();
    }
    catch
    {
        // What runs already must not outlive what it needs.
        await host.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw;
    }

    await host.WaitForShutdownAsync();
    return 0;
}
catch (SettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    // A port that is taken, a folder that cannot be written: the machine's matter, and no fault of the program that a stack trace would explain.
    await Console.Error.WriteLineAsync($"The function app cannot run: {e.Message.ReplaceLineEndings(" ")} Free what is named there, or choose another port or folder by the settings Autobatch:Local.");
    return 3;
}
