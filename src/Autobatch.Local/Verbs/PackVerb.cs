using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Hosting;
using Autobatch.Local.Samples;
using Autobatch.Manifests;

namespace Autobatch.Local.Verbs;

/// <summary>
/// <c>pack PATH</c>: what a sample drops, as files, for an app in Azure. A folder for each container; packages bring their own .NET, since nodes
/// have none, and the manifest takes the app's default pool, which shrinks to nothing, where a sample's own pool would stay.
/// </summary>
internal static class PackVerb
{
    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static async Task<int> ExecuteAsync(PackSettings settings, TextWriter output)
    {
        Sample sample = SampleReader.Read(new RunSettings(settings.Path, settings.Inputs, null, null, null, null, Json: true, Events: false) { Parameters = settings.Parameters });
        string folder = Path.GetFullPath(settings.Out);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw LocalException.BadInput($"--out {settings.Out} is not empty; name a new folder.");
        }

        byte[] manifest = OnDefaultPool(sample.Manifest);
        using StopSignal signal = new();
        DirectoryInfo work = Directory.CreateTempSubdirectory("autobatch-pack-");
        try
        {
            foreach (BuiltPackage built in await BuiltPackage.BuildAllAsync(sample.Packages, Path.Combine(work.FullName, "build"), signal.Token, settings.Runtime).ConfigureAwait(false))
            {
                await WriteAsync(folder, WellKnownNames.Packages, built.Package.BlobName, built.Zip).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            return ExitCodes.NotCompleted;
        }
        finally
        {
            work.Delete(recursive: true);
        }

        foreach (SampleFile input in sample.Inputs)
        {
            File.Copy(input.Path, PathOf(folder, WellKnownNames.Inputs, input.BlobName));
        }

        await WriteAsync(folder, WellKnownNames.Jobs, sample.Manifest.BlobName, manifest).ConfigureAwait(false);
        await output.WriteLineAsync($"{settings.Out}: {sample.Packages.Count} packages, {sample.Inputs.Count} inputs, {sample.Manifest.BlobName}").ConfigureAwait(false);
        return ExitCodes.Completed;
    }

    private static byte[] OnDefaultPool(SampleManifest manifest)
    {
        if (ManifestNames.FormatOf(manifest.BlobName) != ManifestFormat.Json)
        {
            throw LocalException.BadInput($"{manifest.BlobName} is YAML; write it as JSON to pack it.");
        }

        JsonObject body = JsonNode.Parse(manifest.Content.Span, documentOptions: s_options)!.AsObject();
        body.Remove("poolInfo");
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static Task WriteAsync(string folder, string container, string blob, byte[] content) => File.WriteAllBytesAsync(PathOf(folder, container, blob), content);

    private static string PathOf(string folder, string container, string blob)
    {
        string path = Path.Combine(folder, container, blob);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
