using System.Text.Json;
using Autobatch.Functions.Storage;
using Autobatch.Results;
using Azure;

namespace Autobatch.Functions.Runs.Reruns;

/// <summary>Reads from a run's result which tasks succeeded, without holding the document in memory.</summary>
internal sealed class SucceededTasks(AutoStorage storage)
{
    /// <summary>Their ids; empty when the run left no result.</summary>
    public async Task<HashSet<string>> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            await using Stream content = (await storage.Results.GetBlobClient(ResultFile.Name(runId)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
            await ReadAsync(content, ids, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            // It ended before it had any task.
        }

        return ids;
    }

    internal static async Task ReadAsync(Stream result, HashSet<string> succeeded, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        JsonReaderState state = default;
        Position position = new();
        while (true)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int read = await result.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            filled += read;
            int consumed = Take(buffer.AsSpan(0, filled), read == 0, ref state, ref position, succeeded);
            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;
            if (read == 0)
            {
                return;
            }
        }
    }

    // A task is an object at depth 2 of the root's array "tasks"; its id and result are texts at depth 3.
    private static int Take(ReadOnlySpan<byte> json, bool last, ref JsonReaderState state, ref Position at, HashSet<string> succeeded)
    {
        Utf8JsonReader reader = new(json, last, state);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    at = at with { InTasks = reader.ValueTextEquals("tasks"u8) };
                    break;
                case JsonTokenType.PropertyName when at.InTasks && reader.CurrentDepth == 3:
                    at = at with { Property = reader.GetString() };
                    break;
                case JsonTokenType.String when at.InTasks && reader.CurrentDepth == 3 && at.Property == "id":
                    at = at with { Id = reader.GetString() };
                    break;
                case JsonTokenType.String when at.InTasks && reader.CurrentDepth == 3 && at.Property == "result":
                    at = at with { Succeeded = new TaskResult { Id = "", State = "", Result = reader.GetString() }.Succeeded };
                    break;
                case JsonTokenType.EndObject when at.InTasks && reader.CurrentDepth == 2:
                    if (at is { Succeeded: true, Id: { } id })
                    {
                        succeeded.Add(id);
                    }

                    at = new Position(true);
                    break;
                default:
                    break;
            }
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private readonly record struct Position(bool InTasks = false, string? Property = null, string? Id = null, bool Succeeded = false);
}
