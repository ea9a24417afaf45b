using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Packages;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes references to packages that name no version with the one that the run was given.</summary>
internal static class PinnedPackages
{
    private const string Variable = "AZ_BATCH_APP_PACKAGE_";
    private const RegexOptions Rules = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static BodyTemplateBuilder Write(BodyTemplateBuilder builder, IEnumerable<JsonElement> references, PlaceholderValues values)
    {
        builder.Raw("["u8);
        bool following = false;
        foreach (JsonElement reference in references)
        {
            builder.Raw(following ? ",{"u8 : "{"u8);
            following = true;
            bool comma = builder.Properties(reference, false);
            if (!reference.TryGetProperty("version", out _) && Read(reference, values).Version is { } version)
            {
                builder.Name("version", ref comma).Literal(version);
            }

            builder.Raw("}"u8);
        }

        return builder.Raw("]"u8);
    }

    /// <summary>
    /// Renames the short variable of a package, which nodes set only for references without a version (FACTS C.6), to the one with the version:
    /// <c>%…_{ID}#{version}%</c> on Windows, <c>$…_{id}_{version}</c> with underscores for other characters elsewhere.
    /// </summary>
    public static string Variables(string commandLine, IReadOnlyDictionary<string, string> versions)
    {
        foreach ((string application, string version) in versions)
        {
            string name = $"{Variable}(?:{Regex.Escape(application)}|{Regex.Escape(Plain(application))})";
            commandLine = Regex.Replace(commandLine, $"(?<=%){name}(?=%)", m => $"{m.Value}#{version}", Rules);
            commandLine = Regex.Replace(commandLine, $"(?<!%){name}(?![A-Za-z0-9_])", m => $"{m.Value}_{Plain(version)}", Rules);
        }

        return commandLine;
    }

    /// <summary>The package that a reference means in this run.</summary>
    public static PackageReference Read(JsonElement reference, PlaceholderValues values)
    {
        string id = values.Expand(reference.GetProperty("applicationId").GetString()!);
        PackageReference package = PackageReference.Of(id, reference.TryGetProperty("version", out JsonElement version) ? values.Expand(version.GetString()!) : null);
        return package with { Version = package.Version ?? values.DefaultVersions.GetValueOrDefault(package.ApplicationId) };
    }

    private static string Plain(string text) => text.Replace('.', '_').Replace('-', '_').Replace('#', '_');
}
