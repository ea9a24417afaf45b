using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Functions.Worker.Tests.Hosting;

/// <summary>Keeps every log line of a host.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    public ConcurrentQueue<Line> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

    public void Dispose()
    {
    }

    internal sealed record Line(string Category, LogLevel Level, string? Event, string Message, Exception? Exception);

    private sealed class Logger(string category, ConcurrentQueue<Line> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new Line(category, logLevel, eventId.Name, formatter(state, exception), exception));
    }
}
