using System.Text.Json;
using Autobatch.Staging;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes resource files as Batch takes them: inline content becomes the URL of its staged blob.</summary>
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
            "content");
        if (file.TryGetProperty("content", out JsonElement content))
        {
            string name = InlineContent.NameOf(content, plan.Values);
            string container = plan.Context.StagedContainer;
            builder.Name("httpUrl", ref comma).Literal(named ? urls.Blob(container, name) : urls.BlobForReading(container, name));
        }
    }
}
