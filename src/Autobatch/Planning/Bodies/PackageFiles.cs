using System.Text.Json;
using Autobatch.Packages;
using Autobatch.Packages.Fallback;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes a task whose packages come as resource files, since its account's storage gives none.</summary>
/// <param name="builder">Takes the body.</param>
/// <param name="plan">The run's plan.</param>
/// <param name="urls">Knows which packages come as files.</param>
internal sealed class PackageFiles(BodyTemplateBuilder builder, RunPlan plan, IStorageUrls urls)
{
    private List<PackageReference> _packages = [];

    /// <summary>Whether the task has any.</summary>
    public bool Any => _packages.Count > 0;

    /// <summary>Looks at the task's references.</summary>
    public PackageFiles Of(JsonElement task)
    {
        _packages = task.TryGetProperty("applicationPackageReferences", out JsonElement references)
            ? [.. references.EnumerateArray().Select(r => PinnedPackages.Read(r, plan.Values)).Where(p => urls.StagedPackage(p) is not null).DistinctBy(PackageRunner.NameOf)]
            : [];
        return this;
    }

    /// <summary>The references that stay: Batch brings these.</summary>
    public void References(JsonElement references) =>
        PinnedPackages.Write(builder, references.EnumerateArray().Where(r => urls.StagedPackage(PinnedPackages.Read(r, plan.Values)) is null), plan.Values);

    /// <summary>The task's resource files and behind them the zips and the script.</summary>
    public void ResourceFiles(JsonElement? own)
    {
        builder.Cut(Hole.ResourceFilesStart);
        if (own is { } files)
        {
            builder.ResourceFiles(files, open: true);
        }
        else
        {
            builder.Raw("["u8);
        }

        bool comma = own is { } listed && listed.GetArrayLength() > 0;
        foreach ((string blob, string path) in _packages.Select(p => (urls.StagedPackage(p)!, PackageRunner.ZipPath(p))).Append((PackageRunner.ScriptName, PackageRunner.ScriptPath)))
        {
            builder.Raw(comma ? ",{"u8 : "{"u8);
            comma = true;
            File(blob, path);
            builder.Raw("}"u8);
        }

        builder.Raw("]"u8).Cut(Hole.ResourceFilesEnd);
    }

    /// <summary>The task's command line behind the script, which becomes it.</summary>
    public void CommandLine(JsonElement commandLine) => builder.CommandLine(commandLine.GetString()!, PackageRunner.Before(_packages));

    private void File(string blob, string path)
    {
        string container = plan.Context.StagedContainer;
        string? identity = urls.ContainerForReading(container).Identity;
        builder.Raw("\"httpUrl\":"u8).Literal(identity is null ? urls.BlobForReading(container, blob) : urls.Blob(container, blob)).Raw(",\"filePath\":"u8).Literal(path);
        if (identity is not null)
        {
            builder.Raw(",\"identityReference\":{\"resourceId\":"u8).Literal(identity).Raw("}"u8);
        }
    }
}
