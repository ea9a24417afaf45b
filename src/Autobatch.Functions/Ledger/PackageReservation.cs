namespace Autobatch.Functions.Ledger;

/// <summary>Who has a package's version.</summary>
/// <param name="RegistrationId">The registration.</param>
/// <param name="Sha256">Its content.</param>
/// <param name="IsActive">Whether it has been activated.</param>
internal sealed record PackageReservation(string RegistrationId, string Sha256, bool IsActive);
