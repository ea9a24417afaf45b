using System.Diagnostics;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Sends every bad input to one app, several at a time, so that each row only waits for its own answer.</summary>
public sealed class BadInputRound(AppFixture fixture) : IAsyncLifetime
{
    private const int AtOnce = 6;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private Dictionary<string, Task<(BadAnswer Answer, TimeSpan Took)>> _answers = [];

    internal RunningApp App { get; private set; } = null!;

    internal AppFixture Fixture => fixture;

    internal static IReadOnlyDictionary<string, BadInput> All { get; } =
        new[] { BadTexts.Rows, BadManifests.Rows, BadYaml.Rows, BadPackages.Rows, BadDocuments.Rows, BadRequests.Rows, BadWire.Rows }.SelectMany(r => r).ToDictionary(r => r.Name, StringComparer.Ordinal);

    internal Task<(BadAnswer Answer, TimeSpan Took)> AnswerAsync(string name) => _answers[name];

    internal Task EveryAnswerAsync() => Task.WhenAll(_answers.Values);

    public async ValueTask InitializeAsync()
    {
        App = await RunningApp.StartAsync(fixture.Azurite);
        BadDoors doors = new(App, CancellationToken.None);
        _answers = All.Values.ToDictionary(r => r.Name, r => Task.Run(() => SendAsync(r, doors)), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await EveryAnswerAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await App.DisposeAsync();
        _turns.Dispose();
    }

    private async Task<(BadAnswer Answer, TimeSpan Took)> SendAsync(BadInput input, BadDoors doors)
    {
        await _turns.WaitAsync();
        try
        {
            long start = Stopwatch.GetTimestamp();
            BadAnswer answer = await input.Send(doors);
            return (answer, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            _turns.Release();
        }
    }
}
