using Autobatch.Errors;
using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Api.Description;

namespace Autobatch.Functions.Api.Accounts;

/// <summary>A change of an account that is under way or has ended.</summary>
internal sealed record OperationView
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>create, link, unlink or syncKeys.</summary>
    public required string Kind { get; init; }

    [ValuesOf(typeof(OperationStatus))]
    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Features that the account does without, once the operation has succeeded.</summary>
    public IReadOnlyList<LostFeature>? Lost { get; init; }

    /// <summary>Why it failed.</summary>
    public Problem? Error { get; init; }
}
