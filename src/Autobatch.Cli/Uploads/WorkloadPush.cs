using System.Text.Json;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;
using Autobatch.Local.Uploads;
using Autobatch.Manifests;
using Autobatch.Runs;
using Autobatch.Workloads;

namespace Autobatch.Cli.Uploads;

/// <summary>Uploads a workload's document straight to storage, and waits until the app has read it.</summary>
internal sealed class WorkloadPush(StorageDoor door, AppClient app, TimeSpan patience)
{
    /// <returns>The workload as the app tells it once it has read this version, or the refused document where that is no error of the workload.</returns>
    public async Task<Verdict> PushAsync(string document, CancellationToken cancellationToken)
    {
        string blob = Path.GetFileName(document);
        string workload = Check(document, blob);
        (Verdict verdict, bool unchanged) = await PutAsync(false).ConfigureAwait(false);

        // What was refused once may be taken now: the app is asked anew.
        return verdict.Taken || !unchanged ? verdict : (await PutAsync(true).ConfigureAwait(false)).Verdict;

        async Task<(Verdict Verdict, bool Unchanged)> PutAsync(bool always)
        {
            UploadedFile uploaded = (await door.PutAsync([(blob, document)], cancellationToken, always).ConfigureAwait(false))[0];
            string id = Ids.ForBlob(door.AccountName, door.Container, blob, uploaded.ETag);
            return (await Verdict.OnAsync(blob, patience, () => AskAsync(workload, id, cancellationToken), cancellationToken).ConfigureAwait(false), uploaded.Unchanged);
        }
    }

    private async Task<(bool Noticed, Verdict? Verdict)> AskAsync(string workload, string id, CancellationToken cancellationToken)
    {
        if (await app.FindAsync($"api/workloads/{workload}", "WorkloadNotFound", cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (Says(found, "version", id))
            {
                return (true, new Verdict(true, found));
            }

            if (found.TryGetProperty("lastError", out JsonElement error) && Says(error, "id", id))
            {
                return (true, new Verdict(false, found));
            }
        }

        // A document that is not the workload's own, as a second one is not, is no error of the workload.
        JsonElement? read = await app.FindAsync($"api/runs/{id}", "RunNotFound", cancellationToken).ConfigureAwait(false);
        return (read is not null, read is { } refused && RunStatus.IsFinal(refused.GetProperty("status").GetString()!) ? new Verdict(false, refused) : null);
    }

    // What the app would refuse is told with its place before it is sent.
    private static string Check(string document, string blob)
    {
        if (!WorkloadNames.IsDocument(blob, out string workload, out ManifestFormat format) || !WorkloadNames.IsName(workload))
        {
            throw new CliException(
                ExitCodes.BadInput, $"{document} is no workload's document; its name must be NAME.workload.json, .yaml or .yml, where NAME is 1 to {WorkloadNames.MaxLength} letters, digits, underscores or hyphens.");
        }

        WorkloadReadResult read = WorkloadReader.Read(File.ReadAllBytes(document), format);
        return read.IsValid ? workload
            : throw new CliException(ExitCodes.BadInput, string.Join(Environment.NewLine, read.Errors.Select(e => $"{document}({e.Line},{e.Column}): {e.Code}: {e.Message}")));
    }

    private static bool Says(JsonElement element, string property, string value) => element.TryGetProperty(property, out JsonElement said) && said.GetString() == value;
}
