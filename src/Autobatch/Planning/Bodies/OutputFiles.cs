using System.Text.Json;

namespace Autobatch.Planning.Bodies;

/// <summary>Writes a task's output files: destinations by container name become container URLs, stdout and stderr are always kept, and a run's last task leaves its mark.</summary>
internal sealed class OutputFiles(BodyTemplateBuilder builder, RunPlan plan, IStorageUrls urls, bool marksEnd)
{
    private const string DefaultFolder = "{run.id}/{task.id}/";
    private const string StandardStreams = "../std*.txt";

    /// <summary>The list when the task has none of its own.</summary>
    public void Write(BodyTemplateBuilder list)
    {
        list.Raw("["u8);
        if (plan.Context.KeepStandardStreams)
        {
            Keep();
        }

        list.Raw("]"u8);
    }

    /// <summary>The task's list, and the standard streams unless it keeps them already.</summary>
    public void Write(JsonElement files)
    {
        builder.Raw("["u8);
        bool comma = false;
        foreach (JsonElement file in files.EnumerateArray())
        {
            builder.Raw(comma ? ",{"u8 : "{"u8);
            bool inner = false;
            foreach (JsonProperty property in file.EnumerateObject())
            {
                builder.Name(property.Name, ref inner);
                if (property.Name == "destination" && property.Value.TryGetProperty("autoStorage", out JsonElement destination))
                {
                    Destination(destination, file.GetProperty("filePattern").GetString()!);
                }
                else
                {
                    builder.Value(property.Value);
                }
            }

            builder.Raw("}"u8);
            comma = true;
        }

        if (plan.Context.KeepStandardStreams && !KeptStreams.By(files, plan.Context.OutputsContainer))
        {
            builder.Raw(comma ? ","u8 : ""u8);
            Keep();
        }

        builder.Raw("]"u8);
    }

    private void Keep()
    {
        builder.Raw("{\"filePattern\":"u8).Literal(StandardStreams).Raw(",\"destination\":{\"container\":{\"containerUrl\":"u8)
            .Literal(urls.ContainerForWriting(plan.Context.OutputsContainer)).Raw(",\"path\":"u8).Text(DefaultFolder.TrimEnd('/'))
            .Raw("}},\"uploadOptions\":{\"uploadCondition\":\"taskcompletion\"}}"u8);
        if (marksEnd)
        {
            // Last, so that it seldom arrives before the others. An upload that fails makes its task fail, so a mark goes only where the streams go with the
            // same kind of credential.
            builder.Raw(",{\"filePattern\":"u8).Literal(EndMarker.File).Raw(",\"destination\":{\"container\":{\"containerUrl\":"u8)
                .Literal(urls.ContainerForWriting(plan.Context.MarkersContainer!)).Raw(",\"path\":"u8).Literal(EndMarker.NameOf(plan.RunId))
                .Raw("}},\"uploadOptions\":{\"uploadCondition\":\"taskcompletion\"}}"u8);
        }
    }

    private void Destination(JsonElement autoStorage, string pattern)
    {
        string container = autoStorage.TryGetProperty("containerName", out JsonElement name)
            ? plan.Values.Expand(name.GetString()!)
            : plan.Context.OutputsContainer;
        string path = autoStorage.TryGetProperty("path", out JsonElement given) ? given.GetString()! : DefaultFolder;
        string url = autoStorage.TryGetProperty("identityReference", out _) ? urls.Container(container) : urls.ContainerForWriting(container);
        builder.Raw("{\"container\":{\"containerUrl\":"u8).Literal(url).Raw(",\"path\":"u8).Text(BlobPath(path, pattern));
        builder.Properties(autoStorage, true, null, "containerName", "path");
        builder.Raw("}}"u8);
    }

    // Without a wildcard the service takes the path for the blob's name (FACTS C.6); a path that ends in a slash means a folder all the same.
    private static string BlobPath(string path, string pattern) =>
        !path.EndsWith('/') ? path
        : pattern.AsSpan().ContainsAny('*', '?', '[') ? path.TrimEnd('/')
        : path + pattern[(pattern.LastIndexOfAny(['/', '\\']) + 1)..];
}
