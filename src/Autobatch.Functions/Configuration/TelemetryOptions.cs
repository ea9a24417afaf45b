using Autobatch.Functions.Telemetry;

namespace Autobatch.Functions.Configuration;

/// <summary>Where traces, metrics and logs go. Names are those of OpenTelemetry and of Azure Monitor, so they have no prefix of ours.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>How the app is called there.</summary>
    public required string ServiceName { get; init; }

    public bool OtlpTraces { get; init; }

    public bool OtlpMetrics { get; init; }

    public bool OtlpLogs { get; init; }

    /// <summary>Of Application Insights; null for no Azure Monitor.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Whether Azure Monitor is told who the app is by a token.</summary>
    public bool ByIdentity { get; init; }

    /// <summary>Which runs are traced.</summary>
    public required RunSampler Sampler { get; init; }

    public bool Traces => OtlpTraces || ConnectionString is not null;

    public bool Metrics => OtlpMetrics || ConnectionString is not null;

    public bool Logs => OtlpLogs || ConnectionString is not null;

    public bool IsOn => Traces || Metrics || Logs;
}
