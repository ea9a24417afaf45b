using System.Globalization;
using Autobatch.Functions.Telemetry;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads the settings of telemetry that the app itself goes by; headers, time-outs and intervals are read by the exporters.</summary>
internal static class TelemetryReader
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    /// <exception cref="SettingException">An endpoint, a protocol or a ratio cannot be one.</exception>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        bool disabled = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        Protocol(configuration, "OTEL_EXPORTER_OTLP_PROTOCOL");
        const string Key = "InstrumentationKey=";
        string? connection = Text(configuration, ConnectionString);
        if (connection is not null && !connection.Split(';').Any(part => part.Trim() is var key && key.StartsWith(Key, StringComparison.OrdinalIgnoreCase) && key.Length > Key.Length))
        {
            throw new SettingException(ConnectionString, "is no connection string of Application Insights; copy it from the resource's overview.");
        }

        return new TelemetryOptions
        {
            ServiceName = Text(configuration, "OTEL_SERVICE_NAME") ?? Text(configuration, "WEBSITE_SITE_NAME") ?? "autobatch",
            OtlpTraces = !disabled && Goes(configuration, "TRACES"),
            OtlpMetrics = !disabled && Goes(configuration, "METRICS"),
            OtlpLogs = !disabled && Goes(configuration, "LOGS"),
            ConnectionString = disabled ? null : connection,
            ByIdentity = configuration[Authentication]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true,
            Sampler = new RunSampler(Ratio(configuration)),
        };
    }

    // A signal goes to its own endpoint, or to the common one, unless its exporter is said to be none.
    private static bool Goes(IConfiguration configuration, string signal)
    {
        Protocol(configuration, $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL");
        bool isNone = string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);
        return (Url(configuration, Endpoint) | Url(configuration, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) && !isNone;
    }

    private static bool Url(IConfiguration configuration, string name) => Text(configuration, name) is { } text
        && (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? true
            : throw new SettingException(name, $"'{text}' is no http or https URL."));

    private static void Protocol(IConfiguration configuration, string name)
    {
        if (Text(configuration, name) is { } text and not ("grpc" or "http/protobuf"))
        {
            throw new SettingException(name, $"'{text}' is neither grpc nor http/protobuf.");
        }
    }

    private static double Ratio(IConfiguration configuration) => Text(configuration, Sampler) switch
    {
        null or "always_on" or "parentbased_always_on" => 1,
        "always_off" or "parentbased_always_off" => 0,
        "traceidratio" or "parentbased_traceidratio" => Text(configuration, SamplerArgument) is not { } text ? 1
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 0 and <= 1 ? ratio
            : throw new SettingException(SamplerArgument, $"'{text}' is no number from 0 to 1."),
        { } other => throw new SettingException(Sampler, $"'{other}' is none of always_on, always_off, traceidratio and these with parentbased_ before them."),
    };

    private static string? Text(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } text ? text : null;
}
