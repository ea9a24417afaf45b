using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class TelemetryReaderTests
{
    private const string Insights = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/";

    [Fact]
    public void Without_a_setting_all_is_off() => Assert.False(Read().IsOn);

    [Fact]
    public void One_endpoint_takes_all_three_and_a_signal_can_be_left_out()
    {
        Assert.Equal((true, true, true), Signals(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"))));
        Assert.Equal((true, true, false), Signals(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_LOGS_EXPORTER", "none"))));
        Assert.Equal((true, false, false), Signals(Read(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4318/v1/traces"))));
        Assert.Equal((false, false, false), Signals(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_SDK_DISABLED", "true"))));
    }

    [Fact]
    public void Azure_monitor_is_reached_by_identity_when_the_template_says_so()
    {
        TelemetryOptions options = Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights), ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=x;Authorization=AAD"), ("WEBSITE_SITE_NAME", "func-one"));

        Assert.Equal((true, true, true), (options.Traces, options.Metrics, options.Logs));
        Assert.True(options.ByIdentity);
        Assert.Equal("func-one", options.ServiceName);
        Assert.False(Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights)).ByIdentity);
        Assert.False(Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights), ("OTEL_SDK_DISABLED", "true")).IsOn);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "ftp://collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "udp")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "https://somewhere")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    public void Wrong_setting_is_named(string name, string value) => Assert.Equal(name, Assert.Throws<SettingException>(() => Read((name, value))).Setting);

    [Theory]
    [InlineData("-0.1")]
    [InlineData("1.5")]
    [InlineData("half")]
    public void Ratio_is_a_number_from_0_to_1(string ratio) =>
        Assert.Equal("OTEL_TRACES_SAMPLER_ARG", Assert.Throws<SettingException>(() => Read(("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", ratio))).Setting);

    private static TelemetryOptions Read(params (string Name, string Value)[] settings) =>
        TelemetryReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build());

    private static (bool Traces, bool Metrics, bool Logs) Signals(TelemetryOptions options) => (options.OtlpTraces, options.OtlpMetrics, options.OtlpLogs);
}
