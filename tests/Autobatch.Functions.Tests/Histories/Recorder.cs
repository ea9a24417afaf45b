using Autobatch.Functions.Tests.Support;
using Autobatch.Histories;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>Writes histories out of a running app's engine into the folder AUTOBATCH_RECORD.</summary>
internal sealed class Recorder(RunningApp app)
{
    public static string Database(RunningApp app) => Path.Combine(app.HistoryFolder, "Autobatch.db");

    public async Task SaveAsync(string name, string instance, int? generation = null)
    {
        // The ledger is settled a moment before the orchestration is.
        IReadOnlyList<HistoryEvent> history = [];
        await Wait.UntilAsync(
            () => (history = HistoryRecorder.Read(Database(app), instance, generation)).Any(item => item is ExecutionCompleted or ContinueAsNew),
            $"'{instance}' has ended",
            TimeSpan.FromMinutes(3),
            TestContext.Current.CancellationToken);
        await WriteAsync(name, history);
    }

    public static async Task WriteAsync(string name, IReadOnlyList<HistoryEvent> history)
    {
        string version = history.OfType<ExecutionStarted>().Single().Version ?? "none";
        string path = Path.Combine(Folder(), $"{version}-{name}{HistoryFile.Extension}");
        Assert.False(File.Exists(path), $"{path} is kept for ever; record into an empty folder.");
        await File.WriteAllTextAsync(path, HistoryFile.ToText(history), TestContext.Current.CancellationToken);
    }

    private static string Folder()
    {
        string folder = Environment.GetEnvironmentVariable("AUTOBATCH_RECORD")
            ?? throw new InvalidOperationException("Set AUTOBATCH_RECORD to the folder that takes the histories.");
        return Directory.CreateDirectory(folder).FullName;
    }
}
