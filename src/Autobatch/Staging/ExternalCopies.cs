using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Staging;

/// <summary>
/// <c>resourceFiles[].copy</c>: files of other hosts that the app copies to storage before the job is made, so that every task gets the same
/// bytes and the host is asked once. Without it a URL goes to Batch as it stands, and nodes fetch it themselves.
/// </summary>
public static class ExternalCopies
{
    /// <summary>The most different URLs of one manifest.</summary>
    public const int MaxCopies = 1_000;

    /// <summary>Stands for the name of a copy that is not made yet, where a body is only shown or measured.</summary>
    internal static readonly string NotYet = new('0', 64);

    /// <summary>The URLs to copy, each once, in the order of the manifest.</summary>
    public static IReadOnlyList<Uri> Of(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. Marked(plan.Manifest.Root).Select(f => new Uri(UrlOf(f.File, plan.Values))).DistinctBy(u => u.AbsoluteUri)];
    }

    /// <summary>Whether the app is to copy this resource file.</summary>
    internal static bool IsMarked(JsonElement file) => file.TryGetProperty("copy", out JsonElement copy) && copy.ValueKind == JsonValueKind.True;

    /// <summary>The name of the blob that a marked resource file was copied to.</summary>
    internal static string NameOf(JsonElement file, RunPlan plan) =>
        plan.Context.Copied.GetValueOrDefault(new Uri(UrlOf(file, plan.Values)).AbsoluteUri, NotYet);

    /// <summary>Refuses what may not be copied.</summary>
    internal static void Check(JsonElement root, HostPolicy policy, PlaceholderValues values, ManifestErrors errors)
    {
        HashSet<string> urls = [];
        foreach ((string pointer, JsonElement file) in Marked(root))
        {
            string at = $"{pointer}/httpUrl";
            if (policy.Fault(UrlOf(file, values), "Autobatch:Staging:AllowedHosts", ErrorCodes.CopyNotAllowed) is { } fault)
            {
                errors.AtValue(fault.Code, at, fault.Message);
            }
            else if (urls.Add(UrlOf(file, values)) && urls.Count == MaxCopies + 1)
            {
                errors.AtValue(ErrorCodes.InvalidValue, at, $"More than {MaxCopies} different URLs are to be copied. Pack the files, or upload them to a container.");
            }
        }
    }

    private static IEnumerable<(string Pointer, JsonElement File)> Marked(JsonElement root) => ResourceFileWalk.Of(root).Where(f => IsMarked(f.File));

    private static string UrlOf(JsonElement file, PlaceholderValues values) => values.Expand(file.GetProperty("httpUrl").GetString()!);
}
