using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Hosting;

/// <summary>One line an event: level, event name, message. Errors go to standard error with their exception.</summary>
internal sealed class ConsoleLog(LogLevel least) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Lines(Least(categoryName));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The console is the only log of the command.");

    public void Dispose()
    {
    }

    /// <summary>The host logs a failed start with its stack and throws it as well; the command says it in one line.</summary>
    private LogLevel Least(string category) =>
        category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) ? LogLevel.None
        : category.StartsWith("Microsoft.", StringComparison.Ordinal) ? LogLevel.Warning
        : least;

    private sealed class Lines(LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

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
