using Azure.Core;

namespace Autobatch.Batch;

/// <summary>A task's file while it streams in. Dispose it: it holds the connection.</summary>
public sealed class TaskFileDownload : IDisposable
{
    private readonly HttpMessage _message;

    internal TaskFileDownload(HttpMessage message, TaskFileProperties properties)
    {
        _message = message;
        Properties = properties;
        Content = message.Response.ContentStream ?? Stream.Null;
    }

    /// <summary>The bytes asked for, forward only. A read may throw <see cref="IOException"/> when the connection breaks; ask again with a range.</summary>
    public Stream Content { get; }

    public TaskFileProperties Properties { get; }

    /// <inheritdoc/>
    public void Dispose() => _message.Dispose();
}
