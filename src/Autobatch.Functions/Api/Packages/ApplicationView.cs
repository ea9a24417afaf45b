namespace Autobatch.Functions.Api.Packages;

/// <summary>An application of an account, with its versions when one application was asked for.</summary>
internal sealed record ApplicationView
{
    public required string Account { get; init; }

    public required string ApplicationId { get; init; }

    public string? DisplayName { get; init; }

    public string? DefaultVersion { get; init; }

    public bool? AllowUpdates { get; init; }

    public IReadOnlyList<PackageVersionView>? Versions { get; init; }
}
