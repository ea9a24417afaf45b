using System.Reflection;
using Autobatch.Batch;
using Autobatch.Functions.Configuration;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Autobatch.Functions.Telemetry;

/// <summary>Sends traces, metrics and logs where the settings say. Without a setting nothing is made, so that nobody listens.</summary>
internal static class TelemetrySetup
{
    // Azure.Core's switch for sources of its own, as of its documentation.
    private const string AzureSources = "Azure.Experimental.EnableActivitySource";

    public static void AddTo(IServiceCollection services, TelemetryOptions options, TokenCredential credential)
    {
        if (!options.IsOn)
        {
            return;
        }

        // The host would export what the worker prints once more.
        services.Configure<WorkerOptions>(worker => worker.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry().ConfigureResource(
            resource => resource.AddService(options.ServiceName, serviceVersion: typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion));
        Action<AzureMonitorExporterOptions> azure = monitor =>
        {
            monitor.ConnectionString = options.ConnectionString;
            monitor.Credential = options.ByIdentity ? credential : null;
        };
        if (options.Traces)
        {
            AppContext.SetSwitch(AzureSources, true);
            telemetry.WithTracing(traces =>
            {
                traces.AddSource(RunSpans.SourceName, BatchDataClient.ActivitySourceName, "Azure.*").AddProcessor(new StrippedSpans());
                _ = options.OtlpTraces ? traces.AddOtlpExporter() : traces;
                _ = options.ConnectionString is not null ? traces.AddAzureMonitorTraceExporter(azure) : traces;

                // Last, since the exporter of Azure Monitor brings one of its own.
                traces.SetSampler(options.Sampler);
            });
        }

        if (options.Metrics)
        {
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(RunMetrics.MeterName);
                _ = options.OtlpMetrics ? metrics.AddOtlpExporter() : metrics;
                _ = options.ConnectionString is not null ? metrics.AddAzureMonitorMetricExporter(azure) : metrics;
            });
        }

        if (options.Logs)
        {
            // Lines of requests have the whole query, and a function key may be in it.
            services.Configure<LoggerFilterOptions>(filter => filter.AddFilter<OpenTelemetryLoggerProvider>("Microsoft.AspNetCore", LogLevel.Warning));
            telemetry.WithLogging(
                logs =>
                {
                    logs.AddProcessor(new StrippedLogs());
                    _ = options.OtlpLogs ? logs.AddOtlpExporter() : logs;
                    _ = options.ConnectionString is not null ? logs.AddAzureMonitorLogExporter(azure) : logs;
                },
                logger =>
                {
                    logger.IncludeScopes = true;
                    logger.IncludeFormattedMessage = true;
                });
        }
    }
}
