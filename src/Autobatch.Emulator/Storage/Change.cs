using System.Text.Json;

namespace Autobatch.Emulator.Storage;

/// <summary>One thing to make durable.</summary>
internal abstract record Change
{
    /// <summary>A record as it is now. The definition is written when it is new or changed.</summary>
    internal sealed record Put(RowKey Key, object Record, JsonElement? Definition) : Change;

    /// <summary>A record is gone.</summary>
    internal sealed record Remove(RowKey Key) : Change;

    /// <summary>All records of a kind under one parent are gone.</summary>
    internal sealed record RemoveChildren(RowKind Kind, string Account, string Parent) : Change;

    /// <summary>All records of a kind of one account are gone.</summary>
    internal sealed record RemoveAccount(RowKind Kind, string Account) : Change;

    /// <summary>Everything is gone.</summary>
    internal sealed record Clear : Change;
}
