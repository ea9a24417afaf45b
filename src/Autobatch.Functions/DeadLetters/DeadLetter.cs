namespace Autobatch.Functions.DeadLetters;

/// <summary>One version of a dropped file that the app gave up on, or a message that names no file.</summary>
internal sealed record DeadLetter
{
    /// <summary>32 hex digits, after the blob's version or the message: the same again is the same letter.</summary>
    public required string Id { get; init; }

    /// <summary>The workload whose folder the file lies in.</summary>
    public string? Workload { get; init; }

    /// <summary>The storage account; null for the primary one.</summary>
    public string? Storage { get; init; }

    /// <summary>The file's container; null for a message.</summary>
    public string? Container { get; init; }

    public string? Name { get; init; }

    /// <summary>The version; null when whoever gave up did not tell, which means any.</summary>
    public string? ETag { get; init; }

    /// <summary>Why, as a code of the error catalogue.</summary>
    public required string Code { get; init; }

    public required string Detail { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The message that could not be read, cut to 16,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>The row's version when it was read; not part of the row.</summary>
    public Azure.ETag RowVersion { get; init; }
}
