using System.Text.Json;
using Autobatch.Accounts.Doctor;
using Autobatch.Functions.Accounts.Doctor;

namespace Autobatch.Functions.Api.Accounts;

/// <summary>What the doctor found of one account.</summary>
internal sealed record DoctorView
{
    public required string Account { get; init; }

    /// <summary>The worst state of the checks: ok, unknown, warning or problem.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    public required IReadOnlyList<DoctorCheckView> Checks { get; init; }

    /// <summary>What works with the linked storage account.</summary>
    public required IReadOnlyList<FeatureView> Features { get; init; }

    public static DoctorView Of(DoctorReport report) => new()
    {
        Account = report.Account,
        State = NameOf(report.Worst),
        CheckedAt = report.CheckedAt,
        Checks = [.. report.Checks.Select(c => new DoctorCheckView(c.Name, NameOf(c.State), c.Line, c.Mend))],
        Features = [.. report.Features.Select(f => new FeatureView(Camel(f.Feature.ToString()), Camel(f.Availability.ToString()), f.Reason, f.Mend))],
    };

    /// <summary>A state as the API writes it.</summary>
    public static string NameOf(CheckState state) => Camel(state.ToString());

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
