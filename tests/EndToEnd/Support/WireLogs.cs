using System.Collections.Concurrent;
using Autobatch.Testing.Contract;

[assembly: AssemblyFixture(typeof(Autobatch.EndToEnd.Support.WireLogs))]

namespace Autobatch.EndToEnd.Support;

/// <summary>
/// What all emulators of the suite have written of their exchanges, judged when it has ended: each answer, and each request of our own clients, is as the
/// service's description says; and of each class whose services came up there is something to judge.
/// </summary>
public sealed class WireLogs : IDisposable
{
    private static readonly ConcurrentQueue<(string Class, ContractWitness Witness, Func<bool> CameUp)> s_logs = new();

    /// <summary>A file for an emulator that the running test starts.</summary>
    /// <param name="cameUp">Whether it did, asked for at the end.</param>
    internal static string Next(Func<bool> cameUp)
    {
        ContractWitness witness = new();
        s_logs.Enqueue((TestContext.Current.TestClass?.TestClassName ?? "services of several classes", witness, cameUp));
        return witness.File;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (name, logs) in s_logs.GroupBy(log => log.Class, log => (log.CameUp, Found: log.Witness.Judge())).Select(group => (group.Key, group.ToList())).ToList())
        {
            Assert.True(logs.All(log => log.Found.Faults.Count == 0), $"{name}: not as the service's description says:\n{string.Join('\n', logs.SelectMany(log => log.Found.Faults).Distinct())}");
            Assert.True(logs.Sum(log => log.Found.Seen) > 0 || !logs.Any(log => log.CameUp()), $"{name}: no exchange with the emulator was seen.");
        }
    }
}
