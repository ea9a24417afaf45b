using Autobatch.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Autobatch.Functions.Tests.Telemetry;

public sealed class OffTests(AppFixture fixture)
{
    [Fact]
    public void Without_a_setting_no_provider_is_made()
    {
        Assert.Null(fixture.App.Services.GetService<TracerProvider>());
        Assert.Null(fixture.App.Services.GetService<MeterProvider>());
        Assert.Null(fixture.App.Services.GetService<LoggerProvider>());
    }
}
