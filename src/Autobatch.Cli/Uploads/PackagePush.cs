using System.Text.Json;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;
using Autobatch.Local.Uploads;
using Autobatch.Packages;
using Autobatch.Runs;

namespace Autobatch.Cli.Uploads;

/// <summary>Uploads a package's zip straight to storage, and waits for what the app makes of it.</summary>
internal sealed class PackagePush(StorageDoor door, AppClient app, TimeSpan patience, Action<string> note)
{
    /// <returns>The registration as the app tells it, once it has ended.</returns>
    public async Task<Verdict> PushAsync(string zip, string application, string version, CancellationToken cancellationToken)
    {
        string name = $"{application}/{version}.zip";
        if (PackageName.Parse(name).Error is { } error)
        {
            throw new CliException(ExitCodes.BadInput, error);
        }

        UploadedFile uploaded = (await door.PutAsync([(name, zip)], cancellationToken, always: true).ConfigureAwait(false))[0];
        string id = Ids.ForBlob(door.AccountName, door.Container, name, uploaded.ETag);
        note($"{name} is uploaded; waiting for its registration {id}");
        return await Verdict.OnAsync(name, patience, AskAsync, cancellationToken).ConfigureAwait(false);

        async Task<(bool, Verdict?)> AskAsync()
        {
            JsonElement? found = await app.FindAsync($"api/runs/{id}", "RunNotFound", cancellationToken).ConfigureAwait(false);
            string? status = found?.GetProperty("status").GetString();
            return (found is not null, RunStatus.IsFinal(status ?? "") ? new Verdict(status == RunStatus.Completed, found!.Value) : null);
        }
    }
}
