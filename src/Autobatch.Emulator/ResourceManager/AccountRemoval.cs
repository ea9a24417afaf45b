using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>What of accounts lies outside the state: processes and directories. Collected before they are forgotten, removed after.</summary>
internal sealed record AccountRemoval(IReadOnlyList<Task> Ends, IReadOnlyList<(NodePlace Place, IReadOnlyList<BlobMount> Mounts)> Nodes)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    /// <summary>What these accounts have. Under the gate.</summary>
    public static AccountRemoval Of(IEnumerable<AccountState> accounts)
    {
        List<NodeEntry> nodes = [.. accounts.SelectMany(account => account.Pools.Values).SelectMany(pool => pool.Nodes.Values)];
        return new([.. nodes.SelectMany(node => node.Work).Select(attempt => attempt.Ended.Task)], [.. nodes.Select(node => (node.Place, node.Mounts))]);
    }

    /// <summary>Waits for the processes and removes the directories.</summary>
    public async Task FinishAsync(Call call)
    {
        await Task.WhenAll(Ends).WaitAsync(s_longestWait, call.Services.Options.TimeProvider, call.Aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await call.World.BeforeRemovalAsync();
        foreach (var (node, mounts) in Nodes)
        {
            // The accounts are gone from the state: their files go too, whether the client still waits or not.
            await call.Services.Agent.EndMountsAsync(node, mounts);
            await call.Services.Agent.RemoveNodeAsync(node, CancellationToken.None);
        }
    }
}
