namespace Autobatch.Functions.Packages.Catalog;

/// <summary>An application of a Batch account, with its versions.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="Account">The Batch account.</param>
/// <param name="DisplayName">A name for people; null when there is none.</param>
/// <param name="DefaultVersion">What a reference without a version means; null when nothing does.</param>
/// <param name="AllowUpdates">Whether Batch lets active versions be overwritten and deleted.</param>
/// <param name="Versions">The versions, last activated first.</param>
internal sealed record CatalogApplication(
    string ApplicationId, string Account, string? DisplayName, string? DefaultVersion, bool AllowUpdates, IReadOnlyList<CatalogVersion> Versions);
