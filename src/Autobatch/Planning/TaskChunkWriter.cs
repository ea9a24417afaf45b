using System.Buffers;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning.Bodies;

namespace Autobatch.Planning;

/// <summary>Writes the tasks of one chunk as bodies for addtaskcollection. Tasks made from a template have the ids 0, 1, 2, … in the order of their files or of the sweep.</summary>
public static class TaskChunkWriter
{
    /// <summary>Largest body of one request, in bytes (FACTS A.4).</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Longest list of resource files of one task, in characters.</summary>
    public const int MaxResourceFileChars = 32_768;

    private static ReadOnlySpan<byte> Start => "{\"value\":["u8;

    private static ReadOnlySpan<byte> End => "]}"u8;

    /// <summary>Writes one chunk.</summary>
    public static TaskChunkResult Write(RunPlan plan, TaskChunk chunk, IStorageUrls urls)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(chunk);
        ArgumentNullException.ThrowIfNull(urls);
        ManifestErrors errors = new(plan.Manifest.Text, ManifestReadOptions.Default.MaxErrors);
        Bodies bodies = new();
        ArrayBufferWriter<byte> task = new();
        foreach ((BodyTemplate template, TaskFill fill, string pointer) in ChunkTasks.Of(plan, chunk, urls))
        {
            task.ResetWrittenCount();
            int resourceFiles = template.Render(task, fill, urls);
            if (resourceFiles > MaxResourceFileChars)
            {
                errors.AtValue(
                    ErrorCodes.TooManyResourceFiles, pointer + "/resourceFiles",
                    $"{fill.Name} has a list of resource files of {resourceFiles} characters; Batch takes {MaxResourceFileChars}. Name a container and a blobPrefix instead.");
            }
            else if (task.WrittenCount + Start.Length + End.Length > MaxBodyBytes)
            {
                errors.AtValue(
                    ErrorCodes.TaskTooLarge, pointer, $"{fill.Name} has {task.WrittenCount} bytes; a request to Batch holds {MaxBodyBytes}. Move data into resource files.");
            }
            else
            {
                bodies.Add(task.WrittenSpan, fill.Id);
            }
        }

        return errors.Any ? new TaskChunkResult([], errors.InOrder()) : new TaskChunkResult(bodies.Done(), []);
    }

    private sealed class Bodies
    {
        private readonly List<TaskCollectionBody> _done = [];
        private readonly ArrayBufferWriter<byte> _body = new();
        private List<string> _ids = [];

        public void Add(ReadOnlySpan<byte> task, string id)
        {
            if (_ids.Count > 0 && _body.WrittenCount + task.Length + 1 + End.Length > MaxBodyBytes)
            {
                Close();
            }

            _body.Write(_ids.Count == 0 ? Start : ","u8);
            _body.Write(task);
            _ids.Add(id);
        }

        public List<TaskCollectionBody> Done()
        {
            Close();
            return _done;
        }

        private void Close()
        {
            if (_ids.Count > 0)
            {
                _body.Write(End);
                _done.Add(new TaskCollectionBody(_body.WrittenSpan.ToArray(), _ids));
                _body.ResetWrittenCount();
                _ids = [];
            }
        }
    }
}
