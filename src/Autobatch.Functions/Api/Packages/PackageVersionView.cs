namespace Autobatch.Functions.Api.Packages;

/// <summary>One version of an application.</summary>
internal sealed record PackageVersionView(string Version, string State, string? Format, DateTimeOffset? LastActivatedOn);
