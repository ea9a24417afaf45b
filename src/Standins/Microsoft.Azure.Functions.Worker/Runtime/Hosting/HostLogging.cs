using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Azure.Functions.Worker.Runtime.Hosting;

/// <summary>Log levels from host.json, and over them from the settings <c>Logging:LogLevel:*</c>; lines go to standard error.</summary>
internal static class HostLogging
{
    public static void AddTo(IServiceCollection services, HostJson host, IConfiguration configuration) => services.AddLogging(logging =>
    {
        // Standard output belongs to the program, which may print a result there.
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (!host.Logging.GetSection("logLevel").Exists()) logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // It writes whole queries, in which callers send keys and values of parameters.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        // A start that fails is told by the program, in one line without a stack trace; a service that fails later is critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConfiguration(host.Logging);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    });
}
