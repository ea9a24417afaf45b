using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Keeps what the emulator logs, of a level or above; as an error: a state machine that was asked for an illegal move ends there.</summary>
internal sealed class ErrorLog(LogLevel least = LogLevel.Error) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _errors = [];

    public IReadOnlyCollection<string> Errors => [.. _errors];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
        // Nothing to give back.
    }
}
