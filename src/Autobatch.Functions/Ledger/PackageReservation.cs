using Azure;

namespace Autobatch.Functions.Ledger;

/// <summary>Who has a package's version.</summary>
/// <param name="RegistrationId">The registration.</param>
/// <param name="Sha256">Its content.</param>
/// <param name="IsActive">Whether it has been activated.</param>
internal sealed record PackageReservation(string RegistrationId, string Sha256, bool IsActive)
{
    /// <summary>Whether the registration puts its content in the place of other content.</summary>
    public bool Replaces { get; init; }

    /// <summary>When the version last got other content; null when it never did.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>Until when somebody may be deleting the version; null when nobody is.</summary>
    public DateTimeOffset? PruneUntil { get; init; }

    /// <summary>The row's version when it was read; not part of the row.</summary>
    public ETag RowVersion { get; init; }
}
