using System.Text.Json;

namespace Autobatch.Emulator.Protocol;

/// <summary>What a handler answers; the status is the operation's, the pipeline writes it.</summary>
internal sealed record Reply
{
    public static readonly Reply Empty = new();

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public string? Location { get; init; }

    /// <summary>Absolute URL of the resource or action (FACTS R.1).</summary>
    public string? DataServiceId { get; init; }

    /// <summary>Writes the JSON body.</summary>
    public Action<Utf8JsonWriter>? Json { get; init; }

    /// <summary>A file's content or, for HEAD, only its headers.</summary>
    public FileReply? File { get; init; }

    /// <summary>A status other than the operation's, for the few that have two.</summary>
    public int? Status { get; init; }

    /// <summary>A body without resource headers.</summary>
    public static Reply Of(Action<Utf8JsonWriter> json) => new() { Json = json };

    /// <summary>A created resource.</summary>
    public static Reply Created(string url, DateTimeOffset lastModified) => new()
    {
        Location = url,
        DataServiceId = url,
        LastModified = lastModified,
        ETag = Model.WireTime.ETag(lastModified),
    };

    /// <summary>An accepted action on a resource.</summary>
    public static Reply Action(Call call, DateTimeOffset lastModified) => new()
    {
        DataServiceId = call.OwnUrl,
        LastModified = lastModified,
        ETag = Model.WireTime.ETag(lastModified),
    };
}

/// <summary>A file on its way to the client.</summary>
/// <param name="File">Its properties.</param>
/// <param name="Url">Its URL.</param>
/// <param name="Content">Positioned at the first byte to send; null for HEAD. Disposed by the pipeline.</param>
/// <param name="Length">Bytes to send.</param>
internal sealed record FileReply(Nodes.NodeFile File, string Url, Stream? Content, long Length);
