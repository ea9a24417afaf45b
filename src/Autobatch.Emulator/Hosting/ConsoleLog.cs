using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Hosting;

/// <summary>One line an event: level, event name, message. Errors go to standard error with their exception.</summary>
internal sealed class ConsoleLog(LogLevel least) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Lines(least, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The console is the only log of the command.");

    public void Dispose()
    {
    }

    private sealed class Lines(LogLevel least, bool foreign) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= (foreign ? LogLevel.Warning : least);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var line = $"{logLevel}: {eventId.Name}: {formatter(state, exception)}";
            (logLevel >= LogLevel.Error ? Console.Error : Console.Out).WriteLine(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
        }
    }
}
