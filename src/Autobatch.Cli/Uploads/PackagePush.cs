using System.Text.Json;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;
using Autobatch.Local.Uploads;
using Autobatch.Packages;
using Autobatch.Runs;

namespace Autobatch.Cli.Uploads;

/// <summary>Uploads a package's zip straight to storage, and waits for what the app makes of it.</summary>
internal sealed class PackagePush(StorageDoor door, AppClient app, Action<string> note)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The registration as the app tells it, once it has ended.</summary>
    public JsonElement Registration { get; private set; }

    /// <returns>Whether the version is registered.</returns>
    public async Task<bool> PushAsync(string zip, string application, string version, CancellationToken cancellationToken)
    {
        string name = $"{application}/{version}.zip";
        if (PackageName.Parse(name).Error is { } error)
        {
            throw new CliException(ExitCodes.BadInput, error);
        }

        UploadedFile uploaded = (await door.PutAsync([(name, zip)], cancellationToken, always: true).ConfigureAwait(false))[0];
        string id = Ids.ForBlob(door.AccountName, door.Container, name, uploaded.ETag);
        note($"{name} is uploaded; waiting for its registration {id}");
        while (true)
        {
            // The app may not have noticed the blob yet.
            if (await app.FindAsync($"api/runs/{id}", "RunNotFound", cancellationToken).ConfigureAwait(false) is { } found && RunStatus.IsFinal(found.GetProperty("status").GetString()!))
            {
                Registration = found;
                return found.GetProperty("status").GetString() == RunStatus.Completed;
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
