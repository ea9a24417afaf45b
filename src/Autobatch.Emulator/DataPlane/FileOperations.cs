using System.Globalization;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of task files and node files (FACTS A.2, R.6).</summary>
internal static class FileOperations
{
    private static readonly ResourceShape<NodeFile> s_shape = Shape();

    public static ValueTask<Reply> ListOfTask(Call call)
    {
        var place = Task(call);
        return new(List(call, call.Services.Agent.Files.List(place, call.Flag("recursive")) ?? throw Errors.TaskFilesUnavailable.With()));
    }

    public static ValueTask<Reply> ListOfNode(Call call)
    {
        var place = Node(call);
        return new(List(call, call.Services.Agent.Files.List(place, call.Flag("recursive")) ?? []));
    }

    public static ValueTask<Reply> OfTask(Call call)
    {
        var (place, name) = (Task(call), call.Route["filePath"]);
        return new(File(call, call.Services.Agent.Files.Find(place, name), () => call.Services.Agent.Files.Open(place, name)));
    }

    public static ValueTask<Reply> OfNode(Call call)
    {
        var (place, name) = (Node(call), call.Route["filePath"]);
        return new(File(call, call.Services.Agent.Files.Find(place, name), () => call.Services.Agent.Files.Open(place, name)));
    }

    public static ValueTask<Reply> DeleteOfTask(Call call) =>
        call.Services.Agent.Files.Delete(Task(call), call.Route["filePath"], call.Flag("recursive"))
            ? new(new Reply { DataServiceId = call.OwnUrl })
            : throw Errors.FileNotFound.With();

    public static ValueTask<Reply> DeleteOfNode(Call call) =>
        call.Services.Agent.Files.Delete(Node(call), call.Route["filePath"], call.Flag("recursive"))
            ? new(new Reply { DataServiceId = call.OwnUrl })
            : throw Errors.FileNotFound.With();

    private static Reply List(Call call, IReadOnlyList<NodeFile> files)
    {
        var sorted = files.OrderBy(file => file.Name, StringComparer.OrdinalIgnoreCase).ToList();
        return Paging.List(call, sorted, file => file.Name, s_shape, call.OwnUrl);
    }

    private static Reply File(Call call, NodeFile? file, Func<Stream?> open)
    {
        if (file is null)
        {
            throw Errors.FileNotFound.With();
        }

        call.Require(file.LastModified, write: false);
        var head = call.Http.Request.Method == "HEAD";
        if (file.IsDirectory && !head)
        {
            throw Errors.OperationInvalidForCurrentState.With(("Reason", "The path names a folder, which has no content."));
        }

        var content = head ? null : open() ?? throw Errors.FileNotFound.With();
        var length = content?.Length ?? file.Length;
        try
        {
            var (start, count) = Range(call.Header("ocp-range") ?? call.Header("Range"), length);
            content?.Seek(start, SeekOrigin.Begin);
            return new() { LastModified = file.LastModified, ETag = WireTime.ETag(file.LastModified), File = new(file, call.OwnUrl, content, count) };
        }
        catch
        {
            content?.Dispose();
            throw;
        }
    }

    /// <summary>bytes=a-b, bytes=a- or bytes=-n; the answer is 200 all the same.</summary>
    private static (long Start, long Count) Range(string? header, long length)
    {
        if (string.IsNullOrEmpty(header))
        {
            return (0, length);
        }

        var parts = header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) ? header[6..].Split('-') : [];
        if (parts.Length != 2 || !Number(parts[0], out var first) || !Number(parts[1], out var last) || (first is null && last is null))
        {
            throw Errors.InvalidHeaderValue.Header("ocp-range", header);
        }

        var (start, end) = first is null ? (Math.Max(0, length - last!.Value), length - 1) : (first.Value, Math.Min(last ?? length - 1, length - 1));
        return start <= end ? (start, end - start + 1) : throw Errors.InvalidRange.Header("ocp-range", header);
    }

    private static bool Number(string text, out long? value)
    {
        value = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return value is not null || text.Length == 0;
    }

    private static TaskPlace Task(Call call)
    {
        lock (call.World.Gate)
        {
            var task = call.Task();
            if (task.Record.FilesRemoved)
            {
                throw Errors.TaskFilesCleanedup.With();
            }

            return task.Record.State.Current == TaskState.Active
                ? throw Errors.OperationInvalidForCurrentState.With(("Reason", "The files of the specified task cannot be accessed as the task state is still active."))
                : task.Places is [var primary, ..] ? primary : throw Errors.TaskFilesUnavailable.With();
        }
    }

    private static NodePlace Node(Call call)
    {
        lock (call.World.Gate)
        {
            return call.Node().Place;
        }
    }

    private static ResourceShape<NodeFile> Shape()
    {
        var shape = new ResourceShape<NodeFile>("files")
            .Text("name", file => file.Name)
            .Row("url", (writer, file, url) => writer.WriteStringValue($"{url}/{Uri.EscapeDataString(file.Name)}"))
            .Flag("isDirectory", file => file.IsDirectory)
            .Row("properties", WriteProperties, file => !file.IsDirectory);
        shape.Filters.Text("name", file => file.Name);
        return shape;
    }

    private static void WriteProperties(Utf8JsonWriter writer, NodeFile file, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("creationTime", WireTime.Format(file.Created));
        writer.WriteString("lastModified", WireTime.Format(file.LastModified));
        writer.WriteString("contentLength", file.Length.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("contentType", file.ContentType);
        if (file.Mode is not null)
        {
            writer.WriteString("fileMode", file.Mode);
        }

        writer.WriteEndObject();
    }
}
