using System.Text.Json;

namespace Autobatch.Cli.Calls;

/// <summary>Waits for the end of a change of an account.</summary>
internal static class OperationWatch
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>The operation as it is told after its end.</summary>
    public static async Task<JsonElement> EndOfAsync(AppClient app, JsonElement operation, CancellationToken cancellationToken)
    {
        string path = $"api/accounts/{Uri.EscapeDataString(operation.GetProperty("account").GetString()!)}/operations/{operation.GetProperty("id").GetString()}";
        while (operation.GetProperty("status").GetString() == "Running")
        {
            await Task.Delay(s_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            operation = await app.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }

        return operation;
    }
}
