using System.Text.Json;
using Autobatch.Staging;

namespace Autobatch.Planning.Bodies;

/// <summary>
/// Writes resource files as Batch takes them: inline content and copies become URLs of their staged blobs, and a container's name its URL where Batch
/// cannot find it by name.
/// </summary>
internal static class ResourceFiles
{
    /// <summary>Writes the list; an open one lacks its end, so that more can follow.</summary>
    public static BodyTemplateBuilder Write(BodyTemplateBuilder builder, JsonElement files, RunPlan plan, IStorageUrls urls, bool open = false)
    {
        builder.Raw("["u8);
        bool following = false;
        StagedList[] staged = plan.Context.Lists.Count == 0 ? [] : [.. LongLists.Parts(files, plan).Where(part => plan.Context.Lists.ContainsKey(part.Key))];
        foreach (JsonElement file in files.EnumerateArray().Where(f => !staged.Any(part => part.FileMode == LongLists.ModeOf(f)) || LongLists.ItemOf(f, plan) is null))
        {
            builder.Raw(following ? ",{"u8 : "{"u8);
            following = true;
            File(builder, file, plan, urls);
            builder.Raw("}"u8);
        }

        foreach (StagedList part in staged)
        {
            builder.Raw(following ? ",{"u8 : "{"u8);
            following = true;
            Container(builder, plan.Context.Lists[part.Key], part.FileMode, urls);
            builder.Raw("}"u8);
        }

        return open ? builder : builder.Raw("]"u8);
    }

    private static void Container(BodyTemplateBuilder builder, string container, string? fileMode, IStorageUrls urls)
    {
        bool comma = false;
        ContainerAccess access = urls.ContainerForReading(container);
        if (access.Url is null)
        {
            builder.Name("autoStorageContainerName", ref comma).Literal(container);
        }

        Access(builder, access, ref comma);
        if (fileMode is not null)
        {
            builder.Name("fileMode", ref comma).Literal(fileMode);
        }
    }

    private static void Access(BodyTemplateBuilder builder, ContainerAccess access, ref bool comma)
    {
        if (access.Url is { } url)
        {
            builder.Name("storageContainerUrl", ref comma).Literal(url);
            if (access.Identity is { } identity)
            {
                builder.Name("identityReference", ref comma).Raw("{\"resourceId\":"u8).Literal(identity).Raw("}"u8);
            }
        }
    }

    private static void File(BodyTemplateBuilder builder, JsonElement file, RunPlan plan, IStorageUrls urls)
    {
        // Only a file without an identity of its own needs the credential in its URL.
        bool named = file.TryGetProperty("identityReference", out _);
        string? staged = file.TryGetProperty("content", out JsonElement content) ? InlineContent.NameOf(content, plan.Values)
            : ExternalCopies.IsMarked(file) ? ExternalCopies.NameOf(file, plan) : null;
        ContainerAccess access = file.TryGetProperty("autoStorageContainerName", out JsonElement container)
            ? urls.ContainerForReading(plan.Values.Expand(container.GetString()!)) : ContainerAccess.ByName;
        bool comma = builder.Properties(
            file,
            false,
            p =>
            {
                bool isUrl = p.Name == "httpUrl";
                if (isUrl)
                {
                    builder.Text(p.Value.GetString()!, named ? Hole.Url : Hole.ReadUrl);
                }

                return isUrl;
            },
            staged is not null ? ["content", "copy", "httpUrl"]
                : access.Url is null ? ["copy"]
                : access.Identity is null ? ["copy", "autoStorageContainerName"] : ["copy", "autoStorageContainerName", "identityReference"]);
        if (staged is not null)
        {
            string where = plan.Context.StagedContainer;
            builder.Name("httpUrl", ref comma).Literal(named ? urls.Blob(where, staged) : urls.BlobForReading(where, staged));
        }
        else
        {
            Access(builder, access, ref comma);
        }
    }
}
