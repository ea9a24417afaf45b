using System.Text.Json;
using Autobatch.Staging;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes resource files as Batch takes them: inline content and copies become URLs of their staged blobs.</summary>
internal static class ResourceFiles
{
    public static BodyTemplateBuilder Write(BodyTemplateBuilder builder, JsonElement files, RunPlan plan, IStorageUrls urls)
    {
        builder.Raw("["u8);
        bool following = false;
        foreach (JsonElement file in files.EnumerateArray())
        {
            builder.Raw(following ? ",{"u8 : "{"u8);
            following = true;
            File(builder, file, plan, urls);
            builder.Raw("}"u8);
        }

        return builder.Raw("]"u8);
    }

    private static void File(BodyTemplateBuilder builder, JsonElement file, RunPlan plan, IStorageUrls urls)
    {
        // Only a file without an identity of its own needs the credential in its URL.
        bool named = file.TryGetProperty("identityReference", out _);
        string? staged = file.TryGetProperty("content", out JsonElement content) ? InlineContent.NameOf(content, plan.Values)
            : ExternalCopies.IsMarked(file) ? ExternalCopies.NameOf(file, plan) : null;
        bool comma = builder.Properties(
            file,
            false,
            p =>
            {
                bool url = p.Name == "httpUrl";
                if (url)
                {
                    builder.Text(p.Value.GetString()!, named ? Hole.Url : Hole.ReadUrl);
                }

                return url;
            },
            staged is null ? ["copy"] : ["content", "copy", "httpUrl"]);
        if (staged is not null)
        {
            string container = plan.Context.StagedContainer;
            builder.Name("httpUrl", ref comma).Literal(named ? urls.Blob(container, staged) : urls.BlobForReading(container, staged));
        }
    }
}
