using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Packages;

namespace Autobatch.Planning;

/// <summary>Reads a manifest's <c>applications</c>.</summary>
internal static class ManifestPackages
{
    private const int MaxBlobName = 1024;

    public static IReadOnlyList<ManifestPackage> Read(JsonElement root, PlaceholderValues values, ManifestErrors errors)
    {
        List<ManifestPackage> packages = [];
        if (!root.TryGetProperty("applications", out JsonElement applications))
        {
            return packages;
        }

        int index = 0;
        foreach (JsonElement application in applications.EnumerateArray())
        {
            string pointer = $"/applications/{index++}";
            PackageReference reference = new(values.Expand(application.GetProperty("applicationId").GetString()!), values.Expand(application.GetProperty("version").GetString()!));
            ManifestPackage package = new(
                reference,
                application.TryGetProperty("source", out JsonElement source) ? Source(application, source, pointer, values, errors) : null,
                application.TryGetProperty("makeDefault", out JsonElement byDefault) && byDefault.GetBoolean(),
                application.TryGetProperty("fallback", out _),
                pointer);
            Contradiction(package, packages, errors);
            packages.Add(package);
        }

        return packages;
    }

    private static PackageSource Source(JsonElement application, JsonElement source, string pointer, PlaceholderValues values, ManifestErrors errors)
    {
        string? sha256 = application.TryGetProperty("sha256", out JsonElement hash) ? hash.GetString()!.ToLowerInvariant() : null;
        if (source.TryGetProperty("httpUrl", out JsonElement url))
        {
            string text = values.Expand(url.GetString()!);
            bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? blob) && blob.Scheme is "http" or "https" && blob.Query.Length + blob.Fragment.Length + blob.UserInfo.Length == 0;
            if (!isUrl)
            {
                errors.AtValue(ErrorCodes.InvalidValue, $"{pointer}/source/httpUrl", "The source must be the URL of a blob, https or http, with nothing behind its name.");
            }

            return new PackageSource(null, null, isUrl ? blob : null, sha256);
        }

        string name = values.Expand(source.GetProperty("blobName").GetString()!);
        if (name.Length is 0 or > MaxBlobName)
        {
            errors.AtValue(ErrorCodes.InvalidValue, $"{pointer}/source/blobName", $"A blob's name has 1 to {MaxBlobName} characters.");
        }

        return new PackageSource(values.Expand(source.GetProperty("autoStorageContainerName").GetString()!), name, null, sha256);
    }

    // One version has one content, and an application one default.
    private static void Contradiction(ManifestPackage package, List<ManifestPackage> before, ManifestErrors errors)
    {
        if (before.Any(b => b.Reference == package.Reference))
        {
            errors.AtValue(ErrorCodes.InvalidValue, package.Place, $"The package {package.Reference} is listed twice.");
        }
        else if (package.MakeDefault && before.Any(b => b.MakeDefault && string.Equals(b.Reference.ApplicationId, package.Reference.ApplicationId, StringComparison.OrdinalIgnoreCase)))
        {
            errors.AtValue(ErrorCodes.InvalidValue, $"{package.Place}/makeDefault", $"Another version of {package.Reference.ApplicationId} is made the default already.");
        }
    }
}
